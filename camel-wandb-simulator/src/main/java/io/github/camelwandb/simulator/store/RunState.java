// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.Locale;

/** The states a run can be in; the API writes them in lower case. */
public enum RunState {
    PENDING,
    RUNNING,
    FINISHED,
    FAILED,
    CRASHED,
    KILLED,
    PREEMPTING,
    PREEMPTED;

    /** As the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a state, in any case.
     *
     * @throws IllegalArgumentException if there is no such state
     */
    public static RunState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether a run in this state may still log. */
    public boolean isActive() {
        return this == RUNNING || this == PREEMPTING || this == PENDING;
    }
}
