// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that came in.
 *
 * @param operation name of the GraphQL operation, or {@code file_stream} or {@code file}
 * @param fields all fields that a GraphQL document selects, at any depth
 * @param variables of a GraphQL request
 * @param path of the URL, as sent
 * @param headers names in lower case; {@code authorization} has the kind of the credentials only
 * @param status of the answer, 0 if there was none
 * @param instant when it was answered
 */
public record RecordedRequest(
        String operation,
        Set<String> fields,
        Map<String, @Nullable Object> variables,
        String path,
        Map<String, String> headers,
        int status,
        Instant instant) {

    boolean isOf(String name) {
        return operation.equals(name) || fields.contains(name);
    }
}
