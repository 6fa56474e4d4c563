// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When we are done with a run that has ended and of which all is delivered. Not at once: its last lines may be counted and shown after its
 * end, and where the filter hides it by then, nobody would see that.
 */
final class Settlement {

    private final ServerTime serverTime;
    private final Since settled;
    private boolean wasActive;

    /** @param serverTime what ended long ago waits for nothing: it would be asked for by id meanwhile */
    Settlement(Clock clock, ServerTime serverTime) {
        this.serverTime = serverTime;
        this.settled = new Since(clock, LineCount.LAG);
    }

    /** There is something to deliver. */
    void putOff() {
        settled.ended();
    }

    /** The run goes on: once it has ended that was not long ago, whatever the times of the server say, whose clock may have leapt. */
    void isActive() {
        wasActive = true;
        putOff();
    }

    /** Takes note that all is delivered, and answers whether it has been for long enough. */
    boolean isDue(@Nullable Instant heartbeatAt) {
        return settled.begun().isLongEnough() || hasEndedLongAgo(heartbeatAt);
    }

    /** By the times of the server. */
    boolean hasEndedLongAgo(@Nullable Instant heartbeatAt) {
        return !wasActive && heartbeatAt != null && serverTime.isLongAfter(heartbeatAt);
    }

    /** Whether all has been delivered for so long that nothing is to be expected any more. */
    boolean isLong() {
        return settled.isSoFor(ServerTime.LONG);
    }
}
