// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import java.util.concurrent.CompletableFuture;

/**
 * A run that a request names without having looked at it. What a server says if it is not there is about the request, so the run is looked
 * for when the request is refused, and only then.
 */
record NamedRun(WandbClient client, RunPath path) {

    /** Fails with {@link WandbNotFoundException} of the run where it is not there, and otherwise with what the change fails with. */
    <T> CompletableFuture<T> explains(CompletableFuture<T> change) {
        return Futures.thenAsk(
                change,
                CompletableFuture::completedFuture,
                failure -> failure instanceof WandbNotFoundException || failure instanceof WandbBadRequestException
                        ? lookedFor(failure)
                        : CompletableFuture.failedFuture(failure));
    }

    private <T> CompletableFuture<T> lookedFor(Throwable refusal) {
        return Futures.thenAsk(
                client.run(path, Projection.LIGHT),
                run -> {
                    RunReads.required(path, run);
                    return CompletableFuture.failedFuture(refusal);
                },
                unknown -> CompletableFuture.failedFuture(refusal));
    }
}
