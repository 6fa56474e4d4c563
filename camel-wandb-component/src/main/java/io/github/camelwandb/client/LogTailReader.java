// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.history.Foremost;
import io.github.camelwandb.client.history.RunObject;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.AnswerReader;
import io.github.camelwandb.client.transport.ServerJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last lines of a console while they arrive, and keeps the first of those from a number on: unlike a page a tail has as many
 * lines as were asked for, however long they are. For one attempt.
 */
final class LogTailReader implements AnswerReader<LogPage> {

    /** Of the texts that are kept, besides the first line. */
    private static final long MAX_CHARACTERS = 2 << 20;

    private final String operation;
    private final RunPath path;
    private final long from;

    private final Foremost<LogLine> lines = new Foremost<>(
            Integer.MAX_VALUE,
            MAX_CHARACTERS,
            Comparator.comparingLong(LogLine::number),
            line -> line.text().length());
    private @Nullable Instant runCreatedAt;

    LogTailReader(String operation, RunPath path, long from) {
        this.operation = operation;
        this.path = path;
        this.from = from;
    }

    @Override
    public LogPage read(JsonParser data) throws IOException {
        boolean found = RunObject.read(data, (field, parser) -> {
            if (field.equals("createdAt")) {
                runCreatedAt = ServerJson.instant(parser);
            } else if (field.equals("logLines")) {
                RunObject.eachField(parser, this::readConnection);
            } else {
                parser.skipChildren();
            }
        });
        if (!found) {
            throw WandbNotFoundException.run(path, Queries.answered(operation, path));
        }
        return new LogPage(lines.values(), null, runCreatedAt);
    }

    private void readConnection(String field, JsonParser parser) throws IOException {
        if (!field.equals("edges") || parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode edge = parser.readValueAsTree();
            LogReader.lineOf(edge).ifPresent(this::take);
        }
    }

    private void take(LogLine line) {
        if (line.number() >= from) {
            lines.add(line);
        }
    }
}
