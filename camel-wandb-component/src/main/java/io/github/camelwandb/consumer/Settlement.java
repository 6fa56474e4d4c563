// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When we are done with a run that has ended and of which all is delivered. Not at once: its last lines may be counted and shown after its
 * end, and where the filter hides it by then, nobody would see that.
 */
final class Settlement {

    /** What ended so long ago waits for nothing. Narrowed listings may not show it, so that it would be asked for by id. */
    private static final Duration LONG = Narrowing.OVERLAP;

    private final Clock clock;
    private final Since settled;

    Settlement(Clock clock) {
        this.clock = clock;
        this.settled = new Since(clock, LineCount.LAG);
    }

    /** There is something to deliver. */
    void putOff() {
        settled.ended();
    }

    /** Takes note that all is delivered, and answers whether it has been for long enough. */
    boolean isDue(@Nullable Instant heartbeatAt) {
        return settled.begun().isLongEnough()
                || (heartbeatAt != null && !clock.instant().isBefore(heartbeatAt.plus(LONG)));
    }
}
