// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Steps after a future, of which {@link CompletableFuture}'s own wrap exceptions and keep a cancellation to themselves. These fail with the
 * exception itself, and cancelling what they answer cancels what is under way.
 */
final class Futures {

    private Futures() {}

    /** Makes something of the value. */
    static <T, R> CompletableFuture<R> then(CompletableFuture<T> first, Function<? super T, ? extends R> step) {
        return thenAsk(first, value -> CompletableFuture.completedFuture(step.apply(value)));
    }

    /** Asks for something else with the value. */
    static <T, R> CompletableFuture<R> thenAsk(
            CompletableFuture<T> first, Function<? super T, ? extends CompletableFuture<? extends R>> step) {
        CompletableFuture<R> result = new CompletableFuture<>();
        cancelWith(result, first);
        first.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.isDone()) {
                ask(step, value, result);
            }
        });
        return result;
    }

    private static <T, R> void ask(
            Function<? super T, ? extends CompletableFuture<? extends R>> step, T value, CompletableFuture<R> result) {
        CompletableFuture<? extends R> second;
        try {
            second = step.apply(value);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
        }
        cancelWith(result, second);
        second.whenComplete((answer, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(answer);
            }
        });
    }

    /** Cancels the source as soon as the result is cancelled. */
    static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> source) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                source.cancel(true);
            }
        });
    }
}
