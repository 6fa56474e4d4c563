// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What W&amp;B's count of the lines of a run says beside what was read of it. A count is a reason to look and never a verdict: it may run
 * ahead of what can be read, lag behind it, or go back.
 */
final class LineCount {

    /** What follows from the count at the end of a reading. */
    enum Finding {
        /** All lines are accounted for. */
        AGREES,
        /** There is a difference, which may pass: look again. */
        WAIT,
        /** Lines are counted that were not read, and have been for a while. */
        AHEAD,
        /** Fewer lines are counted than were read, and have been for a while. */
        BEHIND
    }

    /** So long a difference is looked at before it is believed. */
    static final Duration LAG = Duration.ofSeconds(30);

    private final Clock clock;
    private final Backoff look;
    private @Nullable Instant aheadSince;
    private @Nullable Instant behindSince;
    private long lookedFor = -1; // the count of the last reading that did not agree with it

    /** @param retryDelay how long to wait before lines that are counted and cannot be read are looked for again */
    LineCount(Clock clock, Duration retryDelay) {
        this.clock = clock;
        this.look = new Backoff(clock, retryDelay, LAG);
    }

    /**
     * Whether a listing is a reason to read.
     *
     * @param isSweep whether runs are to be looked at that only showed life
     */
    boolean isReasonToRead(RunMark mark, RunOffset offset, boolean isSweep) {
        RunMark delivered = offset.delivered();
        if (mark.equals(delivered)) {
            return false;
        }
        if (mark.lines() == 0) {
            return true; // the first rows may be on their way, and a compatible server may not count at all
        }
        behindSince = mark.lines() < offset.explained() ? behindSince : null;
        if (mark.lines() > offset.explained()) {
            return mark.lines() != lookedFor || look.isDue();
        }
        if (mark.lines() == offset.explained()) {
            return mark.isInactive() || isSweep;
        }
        boolean isLower = delivered == null || mark.lines() < delivered.lines();
        return isBehindForLong() || (mark.lines() != lookedFor && (mark.isInactive() || isSweep || isLower));
    }

    private boolean isBehindForLong() {
        behindSince = since(behindSince);
        return isLongAgo(behindSince);
    }

    /** From now on, if not since then: also where the clock was set back. */
    private Instant since(@Nullable Instant then) {
        Instant now = clock.instant();
        return then == null || now.isBefore(then) ? now : then;
    }

    private boolean isLongAgo(Instant since) {
        return !clock.instant().isBefore(since.plus(LAG));
    }

    /** @param target what was counted when the reading began that has now ended */
    Finding judge(RunMark target, RunOffset offset) {
        if (target.lines() == offset.explained() || target.lines() == 0) {
            settled();
            return Finding.AGREES;
        }
        if (target.lines() < offset.explained()) {
            aheadSince = null;
            look.succeeded();
            lookedFor = target.lines();
            // rows that were logged since the listing are no difference
            return isBehindForLong() ? Finding.BEHIND : Finding.WAIT;
        }
        behindSince = null;
        aheadSince = since(aheadSince);
        if (isLongAgo(aheadSince)) {
            return Finding.AHEAD;
        }
        lookedFor = target.lines();
        look.failed();
        return Finding.WAIT;
    }

    /** The difference, if there was one, is explained or accepted. */
    void settled() {
        aheadSince = null;
        behindSince = null;
        look.succeeded();
    }
}
