// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;

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

    /** So long may pass before a run that grows all the time is read again once more. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Backoff look;
    private final Since ahead;
    private final Backoff recount;
    private final Since behind;
    private final Since lacking; // of what was read before
    private final Settlement ended;
    private boolean isLongAhead; // when the reading began
    private long aheadFrom; // what was counted when the difference began
    private boolean isEarly; // the reading, to be the last of a run whose count does not say that all is shown
    private long lookedFor = -1; // the count of the last reading that did not agree with it

    /** @param retryDelay how long to wait before lines that are counted and cannot be read are looked for again */
    LineCount(Clock clock, ServerTime serverTime, Duration retryDelay) {
        this.look = new Backoff(clock, retryDelay, LAG);
        this.ahead = new Since(clock, LAG);
        this.recount = new Backoff(clock, LAG, LONGEST);
        this.behind = new Since(clock, LAG);
        this.lacking = new Since(clock, LAG);
        this.ended = new Settlement(clock, serverTime);
    }

    /** Where lines are looked for, a listing that does not count says nothing of them, and the last count holds. */
    RunMark said(RunMark mark, RunMark before) {
        return mark.lines() == 0 && ahead.isSo() ? mark.withLines(before.lines()) : mark;
    }

    /**
     * Whether a listing is a reason to read.
     *
     * @param isSweep whether runs are to be looked at that only showed life
     */
    boolean isReasonToRead(RunMark mark, RunOffset offset, boolean isSweep) {
        RunMark delivered = offset.delivered();
        if (mark.lines() >= offset.explained()) {
            behind.ended();
        }
        if (lacking.isSo() && mark.isInactive() && mark.lines() == lookedFor) {
            return lacking.isLongEnough();
        }
        if (mark.equals(delivered)) {
            return isSweep && mark.lines() == 0 && !mark.isInactive(); // there may be no sign of life either
        }
        if (mark.lines() == 0 || (isEarly && mark.isInactive())) {
            // the first rows may be on their way, and a compatible server may not count at all
            return mark.lines() != lookedFor || look.isDue();
        }
        if (mark.lines() > offset.explained()) {
            return mark.lines() != lookedFor || look.isDue();
        }
        if (mark.lines() == offset.explained()) {
            return mark.isInactive() || isSweep;
        }
        boolean isLower = delivered == null || mark.lines() < delivered.lines();
        return behind.begun().isLongEnough()
                || (mark.lines() != lookedFor && (mark.isInactive() || isSweep || isLower));
    }

    /**
     * A reading begins: what it does not find was missing for a while only if it was so by then.
     *
     * @param target what is counted now
     */
    void readingBegins(RunMark target, RunOffset offset) {
        isLongAhead = ahead.isLongEnough();
        boolean isUncertainEnd = target.isInactive() && isUncertain(target, offset);
        if (!isUncertainEnd) {
            ended.putOff();
        }
        isEarly = isUncertainEnd && !ended.isDue(target.heartbeatAt());
    }

    /** Whether the count says nothing: of a run that is followed from a step, lines below are counted, too, and nobody knows how many. */
    static boolean isUncertain(RunMark target, RunOffset offset) {
        return target.lines() == 0 || offset.firstStep() > 0;
    }

    /** Whether the reading that began last was too early to be the last one, whatever it found. */
    boolean isEarly() {
        return isEarly;
    }

    /**
     * Whether a reading has looked for these lines and did not find all: it may have ended too early, where lines came that it did not
     * expect.
     */
    boolean isLookedForAgain(RunMark target) {
        return target.lines() == lookedFor;
    }

    /** @param target what was counted when the reading began that has now ended */
    Finding judge(RunMark target, RunOffset offset) {
        if (isEarly) {
            if (target.lines() > offset.explained()) {
                beginsAhead(target);
            } else {
                ahead.ended();
            }
            lookedFor = target.lines();
            look.failed();
            return Finding.WAIT; // no count will say that its last rows are shown
        }
        if (target.lines() == offset.explained() || target.lines() == 0) {
            agrees();
            return Finding.AGREES;
        }
        if (target.lines() < offset.explained()) {
            if (offset.explained() >= aheadFrom) {
                ahead.ended(); // a replica that lags does not take back what others count
            }
            look.succeeded();
            lookedFor = target.lines();
            // rows that were logged since the listing are no difference
            return behind.begun().isLongEnough() ? Finding.BEHIND : Finding.WAIT;
        }
        behind.ended();
        beginsAhead(target);
        boolean isOld = offset.explained() < aheadFrom;
        if (isLongAhead && (isOld || recount.isDue())) {
            return Finding.AHEAD;
        }
        if (isLongAhead) {
            beginsAheadAnew(target);
        }
        lookedFor = target.lines();
        look.failed();
        return Finding.WAIT;
    }

    /**
     * Whether lines that a recount did not find although the count agreed are to be looked for again: a replica that lags may not show them
     * for a moment.
     */
    boolean mayBeShownAgain(RunMark target) {
        if (ahead.isSo() || lacking.isLongEnough()) {
            return false;
        }
        lacking.begun();
        lookedFor = target.lines();
        return true;
    }

    /**
     * Whether lines that a recount did not find are to be done without. Those of a run that grows may have been counted just now: then
     * they are looked for again, less and less often while it grows, unless late rows are found.
     */
    boolean isToBeAccepted(RunMark target, RunOffset before, RunOffset recounted) {
        if (!ahead.isSo() || recounted.explained() < aheadFrom) {
            return true;
        }
        beginsAheadAnew(target);
        if (recounted.lines() > before.lines()) {
            recount.succeeded();
        }
        recount.failed();
        lookedFor = target.lines();
        look.failed();
        return false;
    }

    private void beginsAhead(RunMark target) {
        if (!ahead.isSo()) {
            beginsAheadAnew(target);
        }
    }

    private void beginsAheadAnew(RunMark target) {
        ahead.ended();
        ahead.begun();
        aheadFrom = target.lines();
    }

    /** The difference, if there was one, is explained or accepted. */
    void settled() {
        agrees();
        lacking.ended();
    }

    private void agrees() {
        ahead.ended();
        behind.ended();
        look.succeeded();
        recount.succeeded();
    }
}
