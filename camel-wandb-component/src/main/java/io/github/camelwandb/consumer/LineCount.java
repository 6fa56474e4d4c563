// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.RunPath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What W&amp;B's count of the lines of a run says beside what was read of it. A count is a reason to look and never a verdict: it may run
 * ahead of what can be read, lag behind it, or go back.
 */
final class LineCount {

    private static final Logger LOG = LoggerFactory.getLogger(LineCount.class);

    /** So long a difference is looked at before it is believed. */
    private static final Duration LAG = Duration.ofSeconds(30);

    private final Clock clock;
    private final Backoff look;
    private @Nullable Instant aheadSince;
    private @Nullable Instant behindSince;
    private boolean unknown; // how many lines are below the next step

    /** @param retryDelay how long to wait before lines that are counted and cannot be read are looked for again */
    LineCount(Clock clock, Duration retryDelay) {
        this.clock = clock;
        this.look = new Backoff(clock, retryDelay);
    }

    /** Whether fewer lines are counted than were read. */
    static boolean isBehind(RunMark mark, RunOffset offset) {
        return mark.lines() < offset.lines();
    }

    /** Whether a listing that differs from the last one that was delivered is a reason to read. */
    boolean isReasonToRead(RunMark mark, RunOffset offset, boolean isInactive) {
        if (mark.lines() == 0) {
            return true; // the first rows may be on their way, and a compatible server may not count at all
        }
        if (isBehind(mark, offset)) {
            return isLowerThanBefore(mark, offset) || isBehindForLong();
        }
        behindSince = null;
        return mark.lines() > offset.lines() ? look.isDue() : isInactive;
    }

    /** At the first reading nothing was counted before. */
    private static boolean isLowerThanBefore(RunMark mark, RunOffset offset) {
        return offset.delivered() == null || mark.lines() < offset.delivered().lines();
    }

    private boolean isBehindForLong() {
        Instant now = clock.instant();
        if (behindSince == null) {
            behindSince = now;
        }
        return !now.isBefore(behindSince.plus(LAG));
    }

    /** The history begins anew, and so does the count. */
    void beginAnew() {
        behindSince = null;
        unknown = false;
    }

    /** The count went back and the history did not: it is taken as it will be at the end of the next reading. */
    void recount() {
        behindSince = null;
        unknown = true;
    }

    /**
     * Whether, at the end of a reading, the lines that were counted are accounted for. Lines that cannot be read are looked for again for
     * a while, and then done without.
     *
     * @param target what was counted when the reading began
     * @param skipsFirstRows whether a run starts elsewhere than at its first row
     */
    boolean isAccountedFor(RunMark target, RunOffset offset, boolean skipsFirstRows, RunPath run) {
        boolean isFirst = offset.delivered() == null && (skipsFirstRows || unknown);
        if (offset.lines() < target.lines() && !isFirst) {
            Instant now = clock.instant();
            if (aheadSince == null) {
                aheadSince = now;
            }
            if (now.isBefore(aheadSince.plus(LAG))) {
                look.failed();
                return false;
            }
            LOG.warn(
                    "W&B counts {} lines of history in run {}, of which {} can be read: the difference is accepted",
                    target.lines(),
                    run,
                    offset.lines());
        }
        unknown = false;
        aheadSince = null;
        look.succeeded();
        return true;
    }
}
