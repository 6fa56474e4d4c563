// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import java.io.InputStream;
import okhttp3.Request;

/**
 * One request to the server.
 *
 * @param name of the operation: for the texts of errors
 * @param path what it is about, such as {@code entity/project/runId}: for the texts of errors
 * @param reader of an answer of success
 * @param repeatable whether it does no harm to do it twice; if not, it is tried again only where it was certainly not done
 * @param subject what of it the server may not accept: for the texts of errors
 * @param <R> what the answer becomes
 */
public record ServerCall<R>(
        String name, String path, Request request, Reader<R> reader, boolean repeatable, Subject subject)
        implements Asked {

    /** One of which nothing is more to blame than the rest. */
    public ServerCall(String name, String path, Request request, Reader<R> reader, boolean repeatable) {
        this(name, path, request, reader, repeatable, Subject.OTHER);
    }

    /** Makes something of a body while it arrives. What it throws is a failure of the request. */
    @FunctionalInterface
    public interface Reader<R> {
        R read(InputStream body) throws IOException;
    }
}
