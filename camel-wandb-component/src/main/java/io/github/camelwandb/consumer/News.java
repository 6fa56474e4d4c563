// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listings of a run on their way into a mailbox. While a route keeps all threads, which may be for hours, only the last one is held. Not
 * thread-safe, but for the messages it makes.
 */
final class News {

    /**
     * What is to be looked at.
     *
     * @param isSweep whether it, or one in whose place it came, was a sweep
     */
    record Listed(Run run, boolean isSweep) {}

    // of the message that was made last; empty once that is handled
    private AtomicReference<@Nullable Listed> open = new AtomicReference<>();

    /** The message to be posted; empty if one that was posted before brings this listing in place of its own. */
    Optional<Runnable> of(Run run, boolean isSweep, Consumer<Listed> handler) {
        Listed before = open.getAndUpdate(known -> known == null ? null : new Listed(run, isSweep || known.isSweep()));
        if (before != null) {
            return Optional.empty();
        }
        AtomicReference<@Nullable Listed> next = new AtomicReference<>(new Listed(run, isSweep));
        open = next;
        return Optional.of(() -> {
            Listed last = next.getAndSet(null);
            if (last != null) {
                handler.accept(last);
            }
        });
    }

    /** What is listed from here on comes behind the message that is posted now. */
    void end() {
        open = new AtomicReference<>();
    }
}
