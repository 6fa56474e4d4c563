// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Finds {@code project.run}, and what else there is of a project, in an answer. */
public final class RunObject {

    /** Reads a field: the parser is on its value, and must be left on its end. */
    @FunctionalInterface
    public interface FieldReader {
        void read(String field, JsonParser parser) throws IOException;
    }

    private RunObject() {}

    /** Answers whether there is such a run; the parser is on the value of {@code data} and is left on its end. */
    public static boolean read(JsonParser data, FieldReader reader) throws IOException {
        boolean[] found = new boolean[1];
        eachOfProject(data, (field, run) -> {
            if (field.equals("run")) {
                found[0] = readRun(run, reader);
            } else {
                run.skipChildren();
            }
        });
        return found[0];
    }

    /** Answers whether there is a run where the parser is. */
    static boolean readRun(JsonParser run, FieldReader reader) throws IOException {
        boolean found = run.currentToken() == JsonToken.START_OBJECT;
        eachField(run, reader);
        return found;
    }

    /** Each field of the project, by the name or alias that it was asked for under. */
    static void eachOfProject(JsonParser data, FieldReader reader) throws IOException {
        eachField(data, (field, project) -> {
            if (field.equals("project")) {
                eachField(project, reader);
            } else {
                project.skipChildren();
            }
        });
    }

    /** Each field of the object where the parser is, which is left on its end. */
    public static void eachField(JsonParser parser, FieldReader reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            reader.read(field, parser);
        }
    }
}
