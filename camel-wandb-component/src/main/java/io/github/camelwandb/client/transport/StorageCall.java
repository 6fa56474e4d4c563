// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One request for bytes of a file, or with them.
 *
 * @param name of the operation: for the texts of errors
 * @param path the file, such as {@code entity/project/runId/config.yaml}: for the texts of errors
 * @param request whose address may be a permission by itself, so it is never shown
 * @param reader of an answer of success
 * @param <R> what the answer becomes
 */
public record StorageCall<R>(String name, String path, Request request, Reader<R> reader) implements Asked {

    /**
     * Makes something of an answer while its body arrives. An {@link IOException} means that the connection failed; what else it throws is
     * what the call fails with.
     */
    @FunctionalInterface
    public interface Reader<R> {
        R read(Response answer) throws IOException;
    }
}
