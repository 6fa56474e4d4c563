// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads the {@code data} of an answer while it arrives. It may run once for each attempt, so it keeps nothing between two calls.
 *
 * @param <R> what it makes of it
 */
@FunctionalInterface
public interface AnswerReader<R> {

    /**
     * @param data on the value of {@code data}, an object or null; to be left on the end of that value
     * @throws IOException what the parser throws
     */
    R read(JsonParser data) throws IOException;
}
