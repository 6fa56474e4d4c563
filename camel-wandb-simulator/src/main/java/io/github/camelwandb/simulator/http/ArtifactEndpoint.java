// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.store.Artifact;
import io.github.camelwandb.simulator.store.RunFile;
import io.github.camelwandb.simulator.store.Store;
import java.io.IOException;
import java.util.Map;

/** Files and manifests of artifacts, by addresses that are their own permission; where a run has its id, they have theirs. */
final class ArtifactEndpoint {

    private final Store store;
    private final Storage storage;

    ArtifactEndpoint(Store store, Storage storage) {
        this.store = store;
        this.storage = storage;
    }

    Call stored(Exchange exchange, FilePath path, boolean manifest) throws IOException {
        Reply refusal = storage.refusal(exchange);
        boolean write = exchange.method().equals("PUT");
        byte[] body = exchange.body();
        return new FileCall(path, () -> {
            Artifact artifact = store.artifacts().byId(path.runId());
            if (refusal != null) {
                return refusal;
            }
            if (artifact == null) {
                return Reply.error(404, "artifact not found");
            }
            if (!write) {
                return read(artifact, path.name(), manifest);
            }
            if (manifest) {
                artifact.writeManifest(body);
            } else {
                artifact.write(path.name(), body);
            }
            return storage.stored(exchange);
        });
    }

    private static Reply read(Artifact artifact, String name, boolean manifest) {
        RunFile file = manifest ? artifact.manifest() : artifact.files().get(name);
        return file == null
                ? Reply.error(404, "file not found")
                : new Reply(200, Map.of("Content-Type", file.mimeType()), file.content());
    }
}
