// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Which part of the server answers which path. */
final class Routes extends Handler.Abstract {

    private final Dispatcher dispatcher;
    private final GraphqlEndpoint graphql;
    private final FileStreamEndpoint stream;
    private final FileEndpoint files;
    private final ArtifactEndpoint artifacts;
    private final RowsEndpoint rows;
    private final TokenEndpoint tokens;

    Routes(
            Dispatcher dispatcher,
            GraphqlEndpoint graphql,
            FileStreamEndpoint stream,
            FileEndpoint files,
            ArtifactEndpoint artifacts,
            RowsEndpoint rows,
            TokenEndpoint tokens) {
        this.dispatcher = dispatcher;
        this.graphql = graphql;
        this.stream = stream;
        this.files = files;
        this.artifacts = artifacts;
        this.rows = rows;
        this.tokens = tokens;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = new Exchange(request, response, callback);
        if (exchange.path().startsWith(RowsEndpoint.ROOT)) {
            exchange.answer(rows.read(exchange.path()));
            return true;
        }
        Call call = call(exchange);
        if (call == null) {
            exchange.answer(Reply.error(404, "not found"));
        } else {
            dispatcher.dispatch(exchange, call);
        }
        return true;
    }

    private @Nullable Call call(Exchange exchange) throws IOException {
        String path = exchange.path();
        boolean post = exchange.method().equals("POST");
        if (path.equals("/graphql")) {
            return post ? graphql.read(exchange) : null;
        }
        if (path.equals(TokenEndpoint.PATH)) {
            return post ? tokens.read(exchange) : null;
        }
        FilePath file = FilePath.of(path);
        if (file == null) {
            return null;
        }
        if (path.startsWith("/files/")) {
            if (post) {
                return file.name().equals("file_stream") ? stream.read(exchange, file) : null;
            }
            return files.lookUp(exchange, file);
        }
        if (path.startsWith("/storage/")) {
            return files.stored(exchange, file);
        }
        if (path.startsWith("/parts/")) {
            return artifacts.part(exchange, file);
        }
        boolean manifest = path.startsWith("/manifests/");
        return manifest || path.startsWith("/artifacts/") ? artifacts.stored(exchange, file, manifest) : null;
    }
}
