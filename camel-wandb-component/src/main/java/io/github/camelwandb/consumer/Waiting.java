// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.WandbException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits for one answer after the other, until another thread calls the waiting off. */
final class Waiting {

    private volatile boolean isOff;
    private volatile @Nullable CompletableFuture<?> request;

    /** A new series of requests begins. */
    void begin() {
        isOff = false;
    }

    /**
     * The answer.
     *
     * @throws WandbException what the request failed with
     * @throws CancellationException if the waiting is called off
     */
    <T> T on(CompletableFuture<T> asked) {
        request = asked;
        if (isOff) { // between two requests
            asked.cancel(true);
        }
        try {
            return Answers.of(asked);
        } finally {
            request = null;
        }
    }

    /** Ends the wait, and those that would follow in the series. */
    void callOff() {
        isOff = true;
        CompletableFuture<?> current = request;
        if (current != null) {
            current.cancel(true);
        }
    }
}
