// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How far one run has been delivered, and whether that is still ours to say. Moved and stored by its follower alone, in its mailbox. */
final class Position {

    private final RunKey key;
    private final Offsets offsets;
    private RunOffset offset;
    private @Nullable CompletableFuture<Set<String>> commit;
    private volatile boolean superseded;

    Position(RunKey key, RunOffset offset, Offsets offsets) {
        this.key = key;
        this.offset = offset;
        this.offsets = offsets;
    }

    RunOffset offset() {
        return offset;
    }

    /** Not durable before it is saved. */
    void moveTo(RunOffset next) {
        offset = next;
    }

    /**
     * Completes when the offset is durable or refused, which {@link #isRefused} tells.
     *
     * @param ifRefused runs if the store refuses it, for somebody else has moved the position; once for each commit
     */
    CompletableFuture<Set<String>> save(Runnable ifRefused) {
        CompletableFuture<Set<String>> change = offsets.save(key, offset);
        if (change != commit) {
            commit = change;
            change.thenAccept(refused -> {
                if (isRefused(refused)) {
                    ifRefused.run();
                }
            });
        }
        return change;
    }

    boolean isRefused(Set<String> refused) {
        return offsets.isRefused(key, refused);
    }

    /** Somebody else has moved the position: it is not moved here any more. */
    void supersede() {
        superseded = true;
    }

    boolean isSuperseded() {
        return superseded;
    }
}
