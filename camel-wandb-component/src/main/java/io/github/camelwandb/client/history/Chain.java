// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Steps after a future that fail with the exception itself, where {@link CompletableFuture}'s own wrap it, and that are cancelled with
 * what they answer. A step may join futures that are done.
 */
final class Chain {

    private Chain() {}

    static <T, R> CompletableFuture<R> then(
            CompletableFuture<T> first, Function<? super T, ? extends CompletableFuture<R>> onValue) {
        return then(first, onValue, CompletableFuture::failedFuture);
    }

    static <T, R> CompletableFuture<R> then(
            CompletableFuture<T> first,
            Function<? super T, ? extends CompletableFuture<R>> onValue,
            Function<Throwable, ? extends CompletableFuture<R>> onFailure) {
        CompletableFuture<R> result = new CompletableFuture<>();
        cancelWith(result, first);
        first.whenComplete((value, failure) -> {
            if (result.isDone()) {
                return;
            }
            try {
                pass(failure != null ? onFailure.apply(failure) : onValue.apply(value), result);
            } catch (CompletionException e) {
                result.completeExceptionally(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Once each is done, whether it succeeded or failed. */
    static CompletableFuture<Void> whenDone(Collection<? extends CompletableFuture<?>> futures) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        futures.forEach(future -> cancelWith(result, future));
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> result.complete(null));
        return result;
    }

    /** The result comes to what the source comes to, and the source is cancelled with it. */
    static <R> void pass(CompletableFuture<R> source, CompletableFuture<R> result) {
        cancelWith(result, source);
        source.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
    }

    private static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> source) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                source.cancel(true);
            }
        });
    }
}
