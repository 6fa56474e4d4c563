// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.util.concurrent.CompletableFuture;
import okhttp3.Request;

/** Sends GraphQL operations to a server. Safe for several threads; no thread waits in it. */
public final class GraphqlTransport {

    private final HttpTransport http;
    private final GraphqlRequests requests;
    private final GraphqlEnvelope envelope;

    /** @param http how requests are made; not closed here */
    public GraphqlTransport(HttpTransport http) {
        this.http = http;
        this.requests = new GraphqlRequests(http.url());
        this.envelope = new GraphqlEnvelope(http.failures());
    }

    /**
     * Asks the server.
     *
     * @return fails with a {@link io.github.camelwandb.client.WandbException}; cancelling it ends the request
     */
    public <R> CompletableFuture<R> execute(GraphqlOperation<R> operation) {
        return http.send(call(operation));
    }

    /**
     * Asks the server with a document of the caller's own, in which there is one operation.
     *
     * @param operation by this name it is told in errors
     * @return as {@link #execute}
     * @throws IllegalArgumentException if JSON has no form for a variable
     */
    public <R> CompletableFuture<R> execute(GraphqlOperation<R> operation, String document) {
        return http.send(call(operation, requests.of(operation, document)));
    }

    /** Asks the server once: a failure that may pass is not waited for. */
    public <R> CompletableFuture<R> executeOnce(GraphqlOperation<R> operation) {
        return http.sendOnce(call(operation));
    }

    /** Asks the server for something that it can also be asked for in parts: it is not asked long for what may be too much for it. */
    public <R> CompletableFuture<R> executeDivisible(GraphqlOperation<R> operation) {
        return http.sendDivisible(call(operation));
    }

    private <R> ServerCall<R> call(GraphqlOperation<R> operation) {
        return call(operation, requests.of(operation));
    }

    private <R> ServerCall<R> call(GraphqlOperation<R> operation, Request request) {
        return new ServerCall<>(
                operation.name(),
                operation.path(),
                request,
                answer -> envelope.read(operation, answer),
                operation.repeatable(),
                operation.subject());
    }
}
