// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that was understood and not yet executed. */
interface Call {

    /** Name of the GraphQL operation, {@code file_stream} or {@code file}. */
    String operation();

    /** Fields that a GraphQL document selects, at any depth. */
    default Set<String> fields() {
        return Set.of();
    }

    /** Variables of a GraphQL request. */
    default Map<String, @Nullable Object> variables() {
        return Map.of();
    }

    boolean isAbout(String runId);

    Reply execute() throws IOException;

    /** Executes it and adds an error to the data, where answers have such a form. */
    default Reply executeWithError(String message) throws IOException {
        return execute();
    }
}
