// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation to ask the server for.
 *
 * @param name of the document and of the operation in it
 * @param variables JSON values by name
 * @param path what it is about, such as {@code entity/project/runId}: for the texts of errors
 * @param reader of the answer
 * @param repeatable whether it does no harm to do it twice; if not, it is tried again only where it was certainly not done
 * @param copies how often the repeated parts of the document appear: the first with names that end in {@code _0}, the next in {@code _1}
 * @param <R> what the answer becomes
 */
public record GraphqlOperation<R>(
        String name,
        Map<String, ? extends @Nullable Object> variables,
        String path,
        AnswerReader<R> reader,
        boolean repeatable,
        int copies)
        implements Asked {

    /** The name of operations whose document is of the caller's own. */
    public static final String OWN_DOCUMENT = "graphql";

    public GraphqlOperation {
        variables = Collections.unmodifiableMap(new HashMap<>(variables));
    }

    /** One whose document has no repeated parts. */
    public GraphqlOperation(
            String name,
            Map<String, ? extends @Nullable Object> variables,
            String path,
            AnswerReader<R> reader,
            boolean repeatable) {
        this(name, variables, path, reader, repeatable, 1);
    }

    /** One that may be repeated: a query, or a mutation that sets what it is told. */
    public GraphqlOperation(
            String name, Map<String, ? extends @Nullable Object> variables, String path, AnswerReader<R> reader) {
        this(name, variables, path, reader, true);
    }

    @Override
    public Subject subject() {
        if (name.equals(OWN_DOCUMENT)) {
            return Subject.OWN_DOCUMENT;
        }
        return variables.containsKey("filters") ? Subject.SELECTION : Subject.OTHER;
    }
}
