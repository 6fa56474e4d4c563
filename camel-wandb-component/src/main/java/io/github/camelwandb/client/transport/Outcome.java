// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a call came to, kept until its connection is free again: whoever waits for it may take long over it. */
record Outcome<R>(@Nullable R value, @Nullable Throwable failure) {

    void settle(CompletableFuture<R> result) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else if (value != null) {
            result.complete(value);
        }
    }
}
