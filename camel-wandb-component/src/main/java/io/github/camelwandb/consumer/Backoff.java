// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;

/** When to try again after failures in a row: each wait is twice the one before, up to a bound. */
final class Backoff {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private final Duration first;
    private final Duration longest;
    private int failures;
    private long failedAtMillis; // a number, for there are some of these for each run

    Backoff(Clock clock, Duration first) {
        this(clock, first, LONGEST);
    }

    Backoff(Clock clock, Duration first, Duration longest) {
        this.clock = clock;
        this.first = first;
        this.longest = longest;
    }

    /** Takes note of a failure and answers how long to wait. */
    Duration failed() {
        failures++;
        failedAtMillis = clock.millis();
        return delay();
    }

    private Duration delay() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Whether it failed the last time. */
    boolean isFailing() {
        return failures > 0;
    }

    void succeeded() {
        failures = 0;
    }

    boolean isDue() {
        // a clock that was set back is no reason to wait
        return Math.abs(clock.millis() - failedAtMillis) >= delay().toMillis();
    }
}
