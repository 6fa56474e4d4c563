// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.graphql.Links;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunFile;
import io.github.camelwandb.simulator.store.Store;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files of runs. {@code GET /files/ENTITY/PROJECT/RUN/NAME} needs the key and leads on to the storage; {@code /storage/...} needs a
 * signature in the URL instead, which GraphQL gives out, and reads and writes.
 */
final class FileEndpoint {

    private final Store store;
    private final ApiKeys keys;
    private final Storage storage;

    FileEndpoint(Store store, ApiKeys keys, Storage storage) {
        this.store = store;
        this.keys = keys;
        this.storage = storage;
    }

    /** A file by its public address. */
    Call lookUp(Exchange exchange, FilePath path) {
        Links links = storage.links(exchange);
        return new FileCall("file", path, () -> {
            Run run = run(path);
            if (!keys.accepts(exchange)) {
                return Reply.error(401, "invalid API key");
            }
            if (run == null || !run.files().containsKey(path.name())) {
                return Reply.error(404, "file not found");
            }
            return new Reply(307, Map.of("Location", links.storage(run, path.name())), new byte[0]);
        });
    }

    /** A file by an address that is its own permission. */
    Call stored(Exchange exchange, FilePath path) throws IOException {
        boolean write = exchange.method().equals("PUT");
        byte[] body = exchange.body();
        return new FileCall("file", path, () -> {
            Run run = run(path);
            // asked late: an address may expire while a request is on its way
            Reply refusal = storage.refusal(exchange);
            if (refusal != null) {
                return refusal;
            }
            return write ? write(run, path.name(), body, storage.stored(exchange)) : read(run, path.name(), exchange);
        });
    }

    private @Nullable Run run(FilePath path) {
        Project project = store.project(path.entity(), path.project());
        return project == null ? null : project.run(path.runId());
    }

    private Reply write(@Nullable Run run, String name, byte[] body, Reply done) {
        if (run == null) {
            return Reply.error(404, "run not found");
        }
        run.files().put(name, new RunFile(name, body, store.clock().instant()));
        return done;
    }

    private static Reply read(@Nullable Run run, String name, Exchange exchange) {
        RunFile file = run == null ? null : run.files().get(name);
        return file == null
                ? Reply.error(404, "file not found")
                : ByteRange.of(file, exchange.header("Range"), exchange.header("If-Range"));
    }
}
