// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.util.Locale;
import java.util.Set;

/** What can be done to a sweep. */
public enum SweepAction {
    /** No new runs for now. */
    PAUSE("PAUSED", Set.of("RUNNING")),
    /** New runs again. */
    RESUME("RUNNING", Set.of("PAUSED", "PENDING")),
    /** No new runs any more; those that run go on to their end. */
    STOP("FINISHED", Set.of("RUNNING", "PAUSED", "PENDING")),
    /** No new runs any more, and those that run are killed. */
    CANCEL("CANCELED", Set.of("RUNNING", "PAUSED", "PENDING"));

    private final String state;
    private final Set<String> from;

    SweepAction(String state, Set<String> from) {
        this.state = state;
        this.from = from;
    }

    /** The state of the sweep afterwards, as W&amp;B writes it. */
    String state() {
        return state;
    }

    boolean isPossibleIn(String current) {
        return from.contains(current);
    }

    /** Whether it cannot be undone. */
    public boolean isFinal() {
        return this == STOP || this == CANCEL;
    }

    /** As people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
