// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * What time it is at the server at least: that of the newest sign of life of any run. Our own clock may be wrong. Its methods may be
 * called by any thread, but {@link #listed} by one only.
 */
final class ServerTime {

    /** Narrowed listings may not show a run whose last sign of life is so much older than the newest one. */
    static final Duration LONG = Narrowing.OVERLAP;

    /** No clock is that far ahead of another. */
    private static final Duration FOR_CERTAIN = Duration.ofDays(1);

    private final Clock clock;
    private volatile Instant newest = Instant.MIN;

    ServerTime(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a listing. */
    void listed(Collection<Run> runs) {
        for (Run run : runs) {
            Instant seen = run.heartbeatAt();
            if (seen != null && seen.isAfter(newest)) {
                newest = seen;
            }
        }
    }

    /** Whether it is certain that this was long ago: by our clock, too, for one sign of life may be of a clock that has leapt ahead. */
    boolean isLongAfter(Instant then) {
        Instant now = clock.instant();
        boolean isSoAtServer = !newest.isBefore(then.plus(LONG));
        return !now.isBefore(then.plus(isSoAtServer ? LONG : FOR_CERTAIN));
    }
}
