// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.Fault;
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

    /**
     * Executes it and adds an error to the data, where answers have such a form.
     *
     * @param runId the run of which something is missing; null for any
     */
    default Reply executePartly(Fault.Partial fault, @Nullable String runId) throws IOException {
        return execute();
    }
}
