// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnHistoryRewrite;
import io.github.camelwandb.client.model.Run;
import java.util.concurrent.CompletableFuture;

/**
 * Decides from the listings of a run, and its position, when to read it and when to look first at the rows that were delivered. Not
 * thread-safe: its follower's own.
 */
final class Reasons {

    private final Position position;
    private final Inspection inspection;
    private final LineCount count;
    private final HistoryEnd end;
    private final OlderRun older;
    private final boolean isHeldByRewrites;

    private RunMark mark;
    private boolean wasInSweep; // since it was last asked whether to read
    private boolean isLookPending; // until a look has come to a verdict

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
        wasInSweep |= seen.isSweep();
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

    /** Whether to read what was listed last. A sweep is used up here: otherwise it would cause reading after reading. */
    boolean decideToRead(Run listed) {
        boolean isNews = isNews(listed);
        isLookPending |= isNews && wasInSweep && (offset().delivered() != null || isHeldByRewrites);
        wasInSweep = false;
        return isNews;
    }

    private boolean isNews(Run listed) {
        if (inspection.isDoubtful()) {
            return inspection.isDue();
        }
        return !offset().isOf(listed)
                || count.isReasonToRead(mark, offset(), wasInSweep)
                || (isAllDelivered() && end.isToBeLookedAt(mark, offset()));
    }

    /** We are not done with the run; completes when that is durable. */
    CompletableFuture<Void> markUnsettled() {
        return end.isNotReached();
    }

    /** Whether a reading is not to begin before a look at what was delivered: the newest row may be there while others are not. */
    boolean isLookFirst() {
        return inspection.isDoubtful() || isLookPending || isEnded() || hasFewerLines();
    }

    /** Whether a look is all that is to be done, if what was delivered stands: no row can be hidden behind it. */
    boolean isNothingToRead() {
        return isAllDelivered() && isEnded() && !HistoryEnd.isOpen(mark, offset());
    }

    /** Nobody comes back to the rows that were delivered once it is done with. */
    private boolean isEnded() {
        return mark.isInactive()
                && offset().delivered() != null
                && !offset().anchors().list().isEmpty();
    }

    /** Most likely it was rewound: then what a reading would show first is of no use. */
    private boolean hasFewerLines() {
        return mark.lines() > 0 && mark.lines() < offset().explained();
    }

    /** A look has come to a verdict. */
    void lookEnded() {
        isLookPending = false;
    }

    /** The next look is to be at all rows: the newest alone may be there again. */
    void askForLook() {
        isLookPending = true;
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
     * Whether to count again before we are done with it what was done without, or was never counted: the run ends, or this was the
     * last look at one that has ended.
     */
    boolean isToBeAudited(RunMark target) {
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
    boolean isCountLowerThanIn(Recount.Finding.Missing missing) {
        return mark.lines() < missing.target().lines();
    }

    /** Begins to wait for what a recount has found to be missing, and answers whether that may still come. */
    boolean waitsToBeShown(Recount.Finding.Missing missing) {
        return count.mayBeShownAgain(missing.target());
    }

    /** Whether what a recount has found to be missing is to be done without. */
    boolean isGapToBeAccepted(Recount.Finding.Missing missing) {
        return count.isToBeAccepted(missing.target(), offset(), missing.offset());
    }

    private RunOffset offset() {
        return position.offset();
    }
}
