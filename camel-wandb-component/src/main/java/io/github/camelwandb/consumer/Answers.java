// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.WandbException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Answers of the client. */
final class Answers {

    private Answers() {}

    /**
     * Waits for it. The client bounds every wait.
     *
     * @throws WandbException what the request failed with, as it was thrown
     */
    static <T> T of(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
        }
    }

    /** A failure as it was thrown: the steps of a future wrap it. */
    static @Nullable Throwable own(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
