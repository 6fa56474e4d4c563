// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.store.Artifact;
import io.github.camelwandb.simulator.store.MultipartUpload;
import io.github.camelwandb.simulator.store.RunFile;
import io.github.camelwandb.simulator.store.Store;
import java.io.IOException;

/** Files and manifests of artifacts, by addresses that are their own permission; where a run has its id, they have theirs. */
final class ArtifactEndpoint {

    private final Store store;
    private final Storage storage;

    ArtifactEndpoint(Store store, Storage storage) {
        this.store = store;
        this.storage = storage;
    }

    Call stored(Exchange exchange, FilePath path, boolean manifest) throws IOException {
        boolean write = exchange.method().equals("PUT");
        byte[] body = exchange.body();
        return new FileCall(manifest ? "artifact_manifest" : "artifact_file", path, () -> {
            Artifact artifact = store.artifacts().byId(path.runId());
            // asked late: an address may expire while a request is on its way
            Reply refusal = storage.refusal(exchange);
            if (refusal != null) {
                return refusal;
            }
            if (artifact == null) {
                return Reply.error(404, "artifact not found");
            }
            if (!write) {
                return read(artifact, path.name(), manifest, exchange);
            }
            if (manifest) {
                artifact.writeManifest(body);
            } else {
                artifact.write(path.name(), body);
            }
            return storage.stored(exchange);
        });
    }

    /** A part of a file: its MD5 is part of the permission. */
    Call part(Exchange exchange, FilePath path) throws IOException {
        byte[] body = exchange.body();
        return new FileCall("artifact_file", path, () -> {
            Reply refusal = storage.signatureRefusal(exchange);
            if (refusal != null) {
                return refusal;
            }
            String[] names = path.name().split("/");
            MultipartUpload upload = store.artifacts().upload(names[0]);
            if (upload == null || !exchange.method().equals("PUT")) {
                return Reply.error(404, "upload not found");
            }
            int number = Integer.parseInt(names[1]);
            String md5 = new RunFile(path.name(), body, store.clock().instant()).md5();
            if (!md5.equals(upload.md5(number)) || !md5.equals(exchange.header("Content-MD5"))) {
                return Reply.error(400, "BadDigest");
            }
            upload.put(number, body);
            return storage.stored(exchange);
        });
    }

    private static Reply read(Artifact artifact, String name, boolean manifest, Exchange exchange) {
        RunFile file = manifest ? artifact.manifest() : artifact.files().get(name);
        return file == null
                ? Reply.error(404, "file not found")
                : ByteRange.of(file, exchange.header("Range"), exchange.header("If-Range"));
    }
}
