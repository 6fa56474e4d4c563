// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.WandbException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for answers of the client. The client bounds every wait. */
final class Answers {

    private Answers() {}

    /** @throws WandbException what the request failed with, as it was thrown */
    static <T> T of(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
        }
    }
}
