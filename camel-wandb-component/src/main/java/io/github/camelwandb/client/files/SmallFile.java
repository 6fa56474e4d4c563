// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.StorageCall;
import io.github.camelwandb.client.transport.StorageTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A file of a run that is read into memory: one with a JSON object. */
final class SmallFile {

    private static final String NAME = "ReadFile";
    private static final int LARGEST = 16 * 1024 * 1024;

    private final FileRequests requests;
    private final StorageTransport storage;
    private final RunPath run;
    private final String name;

    SmallFile(FileRequests requests, StorageTransport storage, RunPath run, String name) {
        this.requests = requests;
        this.storage = storage;
        this.run = run;
        this.name = name;
    }

    /** @return empty if there is no such file */
    CompletableFuture<Optional<JsonNode>> read() {
        return storage.repeat(() -> Futures.thenAsk(requests.find(run, name), this::read));
    }

    /**
     * @param known what the server said of it a while ago
     * @return empty if there is no such file
     */
    CompletableFuture<Optional<JsonNode>> readKnown(Optional<StoredFile> known) {
        return Futures.thenAsk(
                storage.repeat(() -> read(known)),
                CompletableFuture::completedFuture,
                failure -> StorageTransport.isRefusal(failure) ? read() : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Optional<JsonNode>> read(Optional<StoredFile> stored) {
        return stored.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : Futures.then(bytes(stored.get().address()), bytes -> Optional.of(object(bytes)));
    }

    private CompletableFuture<byte[]> bytes(HttpUrl address) {
        Request request = new Request.Builder()
                .url(address)
                .header("User-Agent", "camel-wandb")
                .build();
        return storage.send(new StorageCall<>(NAME, FileRequests.about(run, name), request, this::bytes));
    }

    private byte[] bytes(Response answer) throws IOException {
        byte[] bytes = answer.body().byteStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw wrong("larger than " + LARGEST + " bytes", null);
        }
        return bytes;
    }

    private JsonNode object(byte[] bytes) {
        try {
            JsonNode read = ServerJson.decoded(TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8)));
            if (read.isObject()) {
                return read;
            }
            throw wrong("no JSON object", null);
        } catch (IllegalArgumentException e) {
            throw wrong("no JSON", e);
        }
    }

    private WandbServerIncompatibleException wrong(String what, @Nullable Throwable cause) {
        String about = FileRequests.about(run, name);
        return new WandbServerIncompatibleException(
                "The file " + about + " is " + what + ": downloadFile gives it as it is",
                new Details(200, NAME, about, null),
                cause);
    }
}
