// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/**
 * When we are done with the history of a run. Where it has ended and no count says that all of it is shown it is looked at again, less and
 * less often, until it has been at its end for long; then it is looked at once more, as a whole. That we are not done with it is durable.
 * Not thread-safe: its follower's own.
 */
final class HistoryEnd {

    private final String runId;
    private final UnsettledRuns unsettled;
    private final Settlement settlement;
    private final Backoff look;
    private boolean hasLooked; // since the start
    private boolean isLastLook;
    private long acceptedBefore; // when the look began

    HistoryEnd(String runId, UnsettledRuns unsettled, Clock clock, ServerTime serverTime) {
        this.runId = runId;
        this.unsettled = unsettled;
        this.settlement = new Settlement(clock, serverTime);
        this.look = new Backoff(clock, LineCount.LAG, ServerTime.LONG);
    }

    /** We are not done with the run; completes when that is durable. */
    CompletableFuture<Void> isNotReached() {
        return unsettled.add(runId);
    }

    /** There is something to deliver. */
    void isPutOff(RunMark mark) {
        if (mark.isInactive()) {
            settlement.putOff();
        } else {
            settlement.isActive();
        }
        look.succeeded();
    }

    /**
     * All that the mark betrays is delivered, and a listing has shown it again. If it has ended just now that is not enough: a replica that
     * lags may have shown what was there before a rewrite.
     */
    void isReached(RunMark mark, RunOffset offset) {
        if (settlement.isDue(mark.heartbeatAt())
                && settlement.hasEndedLongAgo(mark.heartbeatAt())
                && !isOpen(mark, offset)) {
            unsettled.remove(runId);
        }
    }

    /** A look has come to its end. */
    void isLookedAt(RunMark mark, RunOffset offset) {
        boolean isDue = settlement.isDue(mark.heartbeatAt());
        // the rest may come as late, and so may what is missing only now
        boolean isAnotherGap = hasGap(mark, offset) && offset.accepted() != acceptedBefore;
        if (isOpen(mark, offset) ? isLastLook && !isAnotherGap : isDue) {
            unsettled.remove(runId);
        }
    }

    /** Whether to look again for what may be shown by now. */
    boolean isToBeLookedAt(RunMark mark, RunOffset offset) {
        if (!isOpen(mark, offset)) {
            return settlement.isDue(mark.heartbeatAt()) && unsettled.contains(runId);
        }
        // thousands that ended long ago may have gaps: one more look at each is to be enough
        boolean isDue = hasGap(mark, offset) && hasLooked && settlement.hasEndedLongAgo(mark.heartbeatAt())
                ? settlement.isLong()
                : look.isDue();
        return isDue && unsettled.contains(runId);
    }

    /** Whether lines are done without that are counted: they may have come just now, whenever the run has ended. */
    private static boolean hasGap(RunMark mark, RunOffset offset) {
        return offset.accepted() > 0 && !LineCount.isUncertain(mark, offset);
    }

    /** Whether no count says that all of it is shown. */
    static boolean isOpen(RunMark mark, RunOffset offset) {
        return mark.isInactive() && (offset.accepted() > 0 || LineCount.isUncertain(mark, offset));
    }

    void lookBegins(RunMark mark, RunOffset offset) {
        look.failed();
        hasLooked = true;
        acceptedBefore = offset.accepted();
        isLastLook = mark.isInactive()
                && (settlement.isLong() || (!hasGap(mark, offset) && settlement.hasEndedLongAgo(mark.heartbeatAt())));
    }

    /** Whether the look that began last is the last one, because it began long after the end, or long after all was delivered. */
    boolean isLastLook() {
        return isLastLook;
    }
}
