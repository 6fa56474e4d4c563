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
    private long failedAtMillis; // numbers, for there are some of these for each run
    private long waitMillis;

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
        Duration doubled = first.multipliedBy(1L << Math.min(failures, 20));
        failures++;
        Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        waitMillis = wait.toMillis();
        failedAtMillis = clock.millis();
        return wait;
    }

    /** Whether it failed the last time. */
    boolean isFailing() {
        return failures > 0;
    }

    void succeeded() {
        failures = 0;
        waitMillis = 0;
    }

    boolean isDue() {
        // a clock that was set back is no reason to wait
        return Math.abs(clock.millis() - failedAtMillis) >= waitMillis;
    }
}
