// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is done about one thing goes one after the other, in the order it was asked for; different things seldom wait for each other. */
public final class Turns {

    private static final int COUNT = 64;

    private final Turn[] turns = Stream.generate(Turn::new).limit(COUNT).toArray(Turn[]::new);

    /** The queue of a thing; not of it alone, but always the same. */
    public Turn of(Object thing) {
        return turns[Math.floorMod(thing.hashCode(), COUNT)];
    }

    /** One queue. */
    public static final class Turn {
        private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

        /**
         * Begins the work once all that was asked for before has ended, however it did.
         *
         * @return cancelling it ends the work, or takes it out of the queue
         */
        public synchronized <R> CompletableFuture<R> take(Supplier<CompletableFuture<R>> work) {
            CompletableFuture<R> result = new CompletableFuture<>();
            CompletableFuture<Boolean> ended = new CompletableFuture<>();
            last.whenComplete((before, failure) -> {
                if (!result.isDone()) {
                    begin(work, result);
                }
                result.whenComplete((value, cause) -> ended.complete(true));
            });
            last = ended;
            return result;
        }

        private static <R> void begin(Supplier<CompletableFuture<R>> work, CompletableFuture<R> result) {
            try {
                Futures.pass(work.get(), result);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }
    }
}
