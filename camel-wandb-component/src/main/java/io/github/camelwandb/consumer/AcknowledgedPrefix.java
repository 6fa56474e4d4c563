// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The exchanges of one run that were handed over, in order, and how far they have completed without a gap. Once one has failed,
 * nothing from it on counts. Not thread-safe: its follower's own.
 */
final class AcknowledgedPrefix {

    /** One exchange: the offset that holds when it and all before it have completed. */
    static final class Ticket {
        private final RunOffset after;
        private boolean completed;

        private Ticket(RunOffset after) {
            this.after = after;
        }
    }

    /**
     * The completed prefix has moved.
     *
     * @param end the offset that holds now
     * @param exchanges how many more it spans
     */
    record Progress(RunOffset end, int exchanges) {}

    private final Deque<Ticket> prefix = new ArrayDeque<>(1);
    private int inFlight;

    Ticket handedOver(RunOffset after) {
        Ticket ticket = new Ticket(after);
        prefix.add(ticket);
        inFlight++;
        return ticket;
    }

    /** Answers how far the completed prefix has moved, if it has. */
    Optional<Progress> completed(Ticket ticket) {
        inFlight--;
        ticket.completed = true;
        RunOffset end = null;
        int exchanges = 0;
        while (!prefix.isEmpty() && prefix.getFirst().completed) {
            end = prefix.removeFirst().after;
            exchanges++;
        }
        return end == null ? Optional.empty() : Optional.of(new Progress(end, exchanges));
    }

    void failed(Ticket ticket) {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    /** Exchanges from the first one on that has not completed: those that a kill would repeat. */
    int open() {
        return prefix.size();
    }

    /** Forgets a failure and what was handed over after it; only when nothing is in flight. */
    void reset() {
        if (inFlight > 0) {
            throw new IllegalStateException(inFlight + " exchanges are in flight");
        }
        prefix.clear();
    }
}
