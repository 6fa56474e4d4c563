// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnHistoryRewrite;
import io.github.camelwandb.client.model.Run;
import java.util.concurrent.CompletableFuture;

/**
 * Why to read a run, or to look first at what was delivered of it: what its listings say beside its position. Not thread-safe: its
 * follower's own.
 */
final class Reasons {

    private final Position position;
    private final Inspection inspection;
    private final LineCount count;
    private final HistoryEnd end;
    private final OlderRun older;
    private final boolean isHeldByRewrites;

    private RunMark mark;
    private boolean isInSweep; // since it was last asked whether to read
    private boolean isToBeLookedAt; // until a look has come to a verdict

    Reasons(RunKey key, Run listed, Position position, Inspection inspection, FollowerContext context) {
        this.position = position;
        this.inspection = inspection;
        this.count = new LineCount(context.clock(), context.serverTime(), context.retryDelay());
        this.end = new HistoryEnd(key.runId(), context.offsets().unsettled(), context.clock(), context.serverTime());
        this.older = new OlderRun(context.clock());
        this.isHeldByRewrites = context.onRewrite() == OnHistoryRewrite.STOP;
        this.mark = RunMark.of(listed);
    }

    /** What was listed last, where a count that says nothing is passed over. */
    RunMark mark() {
        return mark;
    }

    /**
     * Takes note of a listing, and answers whether it is one of the run that is followed, or of one that has its id now.
     *
     * @param isIdle whether nothing is done for the run
     */
    boolean note(News.Listed seen, boolean isIdle) {
        isInSweep |= seen.isSweep();
        if (older.isPassedOver(offset().createdAt(), seen.run())) {
            return false;
        }
        mark = count.said(RunMark.of(seen.run()), mark).sharedWith(offset().delivered());
        if (!isAllDelivered()) {
            if (!isAsDelivered()) { // a doubt that passes does not begin the looks anew
                end.isPutOff(mark);
            }
            end.isNotReached();
        } else if (isIdle) {
            end.isReached(mark, offset());
        }
        return true;
    }

    /** Whether there is nothing left to deliver, as far as the listing betrays. */
    boolean isAllDelivered() {
        return isAsDelivered() && !inspection.isDoubtful();
    }

    private boolean isAsDelivered() {
        return mark.isInactive() && mark.equals(offset().delivered());
    }

    /** Whether to read what was listed last. A sweep is a reason once, or what comes of the reading were the next one. */
    boolean areThere(Run listed) {
        boolean are = isNews(listed);
        isToBeLookedAt |= are && isInSweep && (offset().delivered() != null || isHeldByRewrites);
        isInSweep = false;
        return are;
    }

    private boolean isNews(Run listed) {
        if (inspection.isDoubtful()) {
            return inspection.isDue();
        }
        return !offset().isOf(listed)
                || count.isReasonToRead(mark, offset(), isInSweep)
                || (isAllDelivered() && end.isToBeLookedAt(mark, offset()));
    }

    /** Before a row leaves: completes when it is durable that there is such a run. */
    CompletableFuture<Void> areDurable() {
        return end.isNotReached();
    }

    /** Whether to look first at what was delivered: the newest row may be there while others are not. */
    boolean areDoubts() {
        return inspection.isDoubtful() || isToBeLookedAt || isLastChance() || hasFewerLines();
    }

    /** Whether nobody comes back to the rows that were delivered. */
    private boolean isLastChance() {
        return mark.isInactive()
                && offset().delivered() != null
                && !offset().anchors().list().isEmpty();
    }

    /** Most likely it was rewound: then what a reading would show first is of no use. */
    private boolean hasFewerLines() {
        return mark.lines() > 0 && mark.lines() < offset().explained();
    }

    /** A look has come to a verdict. */
    void looked() {
        isToBeLookedAt = false;
    }

    /** The next look is to be at all rows: the newest alone may be there again. */
    void doubt() {
        isToBeLookedAt = true;
    }

    /** Whether a reading did not find all of these lines, so that the next one is not to end early. */
    boolean isLookedForAgain() {
        return count.isLookedForAgain(mark);
    }

    void readingBegins() {
        count.readingBegins(mark, offset());
        end.lookBegins(mark, offset());
    }

    /** Whether the lines that are counted and were not read are before the first step that is followed, most likely all of them. */
    boolean areBeforeFirstStep(Reading ended) {
        return offset().firstStep() > 0
                && offset().delivered() == null
                && !count.isEarly()
                && ended.target().lines() > offset().explained()
                && ended.isToLastStep(offset().nextStep());
    }

    LineCount.Finding judge(RunMark target) {
        return count.judge(target, offset());
    }

    /**
     * Whether to look once more for what was done without, or was never counted, for nobody comes back to it: the run ends, or this was the
     * last look at one that has ended.
     */
    boolean isLeftToFind(RunMark target) {
        boolean isUncounted = target.lines() == 0 && offset().lines() > 0;
        boolean isEnd = !target.equals(offset().delivered()) || end.isLastLook();
        return mark.isInactive() && isEnd && (isUncounted || offset().accepted() != 0);
    }

    /** Whether these lines were accounted for before they were looked into once more. */
    boolean areExplained(RunMark target) {
        return target.equals(offset().delivered()) || target.lines() <= offset().explained();
    }

    /** All lines of a listing are accounted for. */
    void finished() {
        count.settled();
        if (isAllDelivered()) {
            end.isLookedAt(mark, offset());
        }
    }

    /** What was said of the lines so far is void. */
    void rewritten() {
        count.settled();
        end.isPutOff(mark);
    }

    /** Whether fewer lines are counted than when a recount found some to be missing. */
    boolean isLower(Recount.Finding.Missing missing) {
        return mark.lines() < missing.target().lines();
    }

    /** Whether to wait for what a recount has found to be missing. */
    boolean mayBeShownAgain(Recount.Finding.Missing missing) {
        return count.mayBeShownAgain(missing.target());
    }

    /** Whether to do without it. */
    boolean areGone(Recount.Finding.Missing missing) {
        return count.isToBeAccepted(missing.target(), offset(), missing.offset());
    }

    private RunOffset offset() {
        return position.offset();
    }
}
