// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When we are done with a run that has ended and of which all is delivered. Not at once: its last lines may be counted and shown after its
 * end, and where the filter hides it by then, nobody would see that. Where no count says that all of it is shown it is looked at again, less
 * and less often, until it has been so for long.
 */
final class Settlement {

    /** No clock is that far ahead. */
    private static final Duration FOR_CERTAIN = Duration.ofDays(1);

    private final Clock clock;
    private final ServerTime serverTime;
    private final Since settled;
    private final Backoff look;
    private boolean isLastLook;

    /** @param serverTime what ended long ago waits for nothing: it would be asked for by id meanwhile */
    Settlement(Clock clock, ServerTime serverTime) {
        this.clock = clock;
        this.serverTime = serverTime;
        this.settled = new Since(clock, LineCount.LAG);
        this.look = new Backoff(clock, LineCount.LAG, ServerTime.LONG);
    }

    /** There is something to deliver. */
    void putOff() {
        settled.ended();
        look.succeeded();
    }

    /** Takes note that all is delivered, and answers whether it has been for long enough. */
    boolean isDue(@Nullable Instant heartbeatAt) {
        return settled.begun().isLongEnough() || hasEndedLongAgo(heartbeatAt);
    }

    private boolean hasEndedLongAgo(@Nullable Instant heartbeatAt) {
        return heartbeatAt != null
                && (serverTime.isLongAfter(heartbeatAt) || !clock.instant().isBefore(heartbeatAt.plus(FOR_CERTAIN)));
    }

    /** Whether to look again for what may be shown by now. */
    boolean isLookDue() {
        return look.isDue();
    }

    /** A look at it begins. */
    void lookBegins(RunMark mark) {
        look.failed();
        isLastLook = mark.isInactive() && (settled.isSoFor(ServerTime.LONG) || hasEndedLongAgo(mark.heartbeatAt()));
    }

    /** Whether the look that began last is the last one, because it began long after the end. */
    boolean isLastLook() {
        return isLastLook;
    }
}
