// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageCall;
import io.github.camelwandb.client.transport.StorageTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;

/**
 * Puts content to addresses of a storage.
 *
 * @param operation for the texts of errors
 * @param about what the content is, such as {@code entity/project/runId/config.yaml}: for the texts of errors
 */
public record ContentPut(StorageTransport storage, String operation, String about) {

    /**
     * Puts it once.
     *
     * @return fails with a {@link io.github.camelwandb.client.WandbException}, or with an {@link UncheckedIOException} if the content
     *     cannot be read
     */
    public CompletableFuture<Sent> send(UploadTarget target, Content content) {
        ContentBody body;
        try {
            body = new ContentBody(content);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(unreadable(e));
        }
        return Futures.thenAsk(
                storage.send(new StorageCall<>(operation, about, request(target, body), answer -> true)),
                done -> CompletableFuture.completedFuture(
                        new Sent(body.contentLength(), Objects.requireNonNull(body.md5()))),
                failure -> {
                    IOException unreadable = body.unreadable();
                    return CompletableFuture.failedFuture(unreadable != null ? unreadable(unreadable) : failure);
                });
    }

    private static Request request(UploadTarget target, ContentBody body) {
        Request.Builder request = new Request.Builder().url(target.address()).header("User-Agent", "camel-wandb");
        for (String header : target.headers()) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                request.header(
                        header.substring(0, colon).strip(),
                        header.substring(colon + 1).strip());
            }
        }
        return request.put(body).build();
    }

    private UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("What is to be uploaded as " + about + " cannot be read: " + cause, cause);
    }
}
