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
    private final String signature;

    ArtifactEndpoint(Store store, String signature) {
        this.store = store;
        this.signature = signature;
    }

    Call stored(Exchange exchange, FilePath path, boolean manifest) throws IOException {
        boolean signed = exchange.query().equals("signature=" + signature);
        boolean write = exchange.method().equals("PUT");
        byte[] body = exchange.body();
        return new FileCall(path, () -> {
            Artifact artifact = store.artifacts().byId(path.runId());
            if (!signed) {
                return Reply.error(403, "the signature is missing or wrong");
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
            return Reply.empty(200);
        });
    }

    private static Reply read(Artifact artifact, String name, boolean manifest) {
        RunFile file = manifest ? artifact.manifest() : artifact.files().get(name);
        return file == null
                ? Reply.error(404, "file not found")
                : new Reply(200, Map.of("Content-Type", file.mimeType()), file.content());
    }
}
