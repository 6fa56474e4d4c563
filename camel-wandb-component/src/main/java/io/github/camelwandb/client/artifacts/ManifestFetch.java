// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageCall;
import io.github.camelwandb.client.transport.StorageTransport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Reads the list of what is in a version. */
final class ManifestFetch {

    private static final String NAME = "DownloadManifest";

    private final ArtifactQueries queries;
    private final StorageTransport storage;

    ManifestFetch(ArtifactQueries queries, StorageTransport storage) {
        this.queries = queries;
        this.storage = storage;
    }

    CompletableFuture<Manifest> of(FoundArtifact found) {
        return storage.repeat(() -> attempt(found, true));
    }

    /** @param mayRefresh whether to ask for another address if this one has expired */
    private CompletableFuture<Manifest> attempt(FoundArtifact found, boolean mayRefresh) {
        String about = found.about() + "/" + Manifest.NAME;
        return Futures.thenAsk(
                queries.manifest(found),
                address -> Futures.thenAsk(
                        storage.send(new StorageCall<>(NAME, about, request(address), answer -> read(found, answer))),
                        CompletableFuture::completedFuture,
                        failure -> mayRefresh && StorageTransport.isRefusal(failure)
                                ? attempt(found, false)
                                : CompletableFuture.failedFuture(failure)));
    }

    private static Request request(HttpUrl address) {
        return new Request.Builder()
                .url(address)
                .header("User-Agent", "camel-wandb")
                .build();
    }

    private static Manifest read(FoundArtifact found, Response answer) throws IOException {
        try {
            return Manifest.read(answer.body().byteStream());
        } catch (IllegalArgumentException e) {
            throw new WandbServerIncompatibleException(
                    "The manifest of artifact " + found.about() + " is not as this version knows it: " + e.getMessage(),
                    new Details(answer.code(), NAME, found.about(), null),
                    e);
        }
    }
}
