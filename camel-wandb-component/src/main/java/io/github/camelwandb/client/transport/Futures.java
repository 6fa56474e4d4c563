// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Steps after a future, of which {@link CompletableFuture}'s own wrap exceptions and keep a cancellation to themselves. These fail with the
 * exception itself, and cancelling what they answer cancels what is under way. A step may join futures that are done.
 */
public final class Futures {

    private Futures() {}

    /** Makes something of the value. */
    public static <T, R> CompletableFuture<R> then(CompletableFuture<T> first, Function<? super T, ? extends R> step) {
        return thenAsk(first, value -> CompletableFuture.completedFuture(step.apply(value)));
    }

    /** Asks for something else with the value. */
    public static <T, R> CompletableFuture<R> thenAsk(
            CompletableFuture<T> first, Function<? super T, ? extends CompletableFuture<? extends R>> step) {
        return thenAsk(first, step, CompletableFuture::failedFuture);
    }

    /** Asks for something else with the value, or with what came instead of it. */
    public static <T, R> CompletableFuture<R> thenAsk(
            CompletableFuture<T> first,
            Function<? super T, ? extends CompletableFuture<? extends R>> step,
            Function<Throwable, ? extends CompletableFuture<? extends R>> onFailure) {
        CompletableFuture<R> result = new CompletableFuture<>();
        cancelWith(result, first);
        first.whenComplete((value, failure) -> {
            if (result.isDone()) {
                return;
            }
            try {
                pass(failure != null ? onFailure.apply(failure) : step.apply(value), result);
            } catch (CompletionException e) {
                result.completeExceptionally(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Fails with what is made of the failure, if it fails. */
    public static <T> CompletableFuture<T> explained(CompletableFuture<T> first, UnaryOperator<Throwable> failures) {
        return thenAsk(
                first,
                CompletableFuture::completedFuture,
                failure -> CompletableFuture.failedFuture(failures.apply(failure)));
    }

    /** Once each is done, whether it succeeded or failed. */
    public static CompletableFuture<Void> whenDone(Collection<? extends CompletableFuture<?>> futures) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        futures.forEach(future -> cancelWith(result, future));
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> result.complete(null));
        return result;
    }

    /**
     * Once each has succeeded. As soon as one fails the others are cancelled, and once all are done it fails with what the first failed with.
     */
    public static CompletableFuture<Boolean> allOrNone(Collection<? extends CompletableFuture<?>> futures) {
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        // what comes after the note: the order of several steps after one future is not that in which they were added
        List<CompletableFuture<?>> noted = new ArrayList<>();
        for (CompletableFuture<?> future : futures) {
            noted.add(future.whenComplete((value, failure) -> {
                if (failure != null && first.compareAndSet(null, failure)) {
                    futures.forEach(other -> other.cancel(true));
                }
            }));
        }
        CompletableFuture<Boolean> result = thenAsk(whenDone(noted), done -> {
            Throwable failure = first.get();
            return failure == null ? CompletableFuture.completedFuture(true) : CompletableFuture.failedFuture(failure);
        });
        futures.forEach(future -> cancelWith(result, future));
        return result;
    }

    /** The result comes to what the source comes to, and the source is cancelled with it. */
    public static <R> void pass(CompletableFuture<? extends R> source, CompletableFuture<R> result) {
        cancelWith(result, source);
        source.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
    }

    /** Cancels the source as soon as the result is cancelled. */
    public static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> source) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                source.cancel(true);
            }
        });
    }
}
