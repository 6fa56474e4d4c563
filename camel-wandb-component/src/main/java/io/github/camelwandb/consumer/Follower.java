// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnHistoryRewrite;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.history.HistoryChangedException;
import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.PageExtent;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one run, and alone owns its position. All of it happens in its mailbox.
 *
 * <pre>
 * IDLE -news-&gt; WAITING -slot-&gt; READING -page-&gt; DELIVERING -page used up-&gt; READING ... -end, all completed-&gt; IDLE
 * READING -the newest anchor is not there-&gt; LOOKING -rewritten-&gt; COMMITTING -durable-&gt; READING
 * READING -end, lines are missing for a while-&gt; AUDITING -late rows-&gt; DELIVERING
 * WAITING -slot for a look-&gt; LOOKING -all stands, and it has ended-&gt; IDLE
 * any -failure-&gt; HELD -time passed, nothing in flight, next listing-&gt; WAITING, from the first uncompleted row
 * </pre>
 */
final class Follower {

    private enum State {
        IDLE,
        WAITING,
        COMMITTING,
        READING,
        DELIVERING,
        LOOKING,
        AUDITING,
        HELD;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final FollowerContext context;
    private final Mailbox mailbox;
    private final Position position;
    private final Handover handover;
    private final Backoff hold;
    private final Inspection inspection;
    private final Reasons reasons;
    private final News news = new News();

    private State state = State.IDLE;
    private @Nullable Run listed; // while there is something to do
    private boolean hasUnusable;
    private boolean isToldHeld; // that its history was rewritten
    private @Nullable Slots slot; // that it holds
    private @Nullable Reading reading;
    private @Nullable Recount recount; // most runs need none
    private @Nullable String heldBecause;
    private @Nullable Object awaited;
    private @Nullable FormerRows former;

    private volatile FollowedRun shown;
    private volatile boolean busy = true; // with its first listing

    Follower(RunKey key, Run listed, RunOffset offset, FollowerContext context, Mailbox mailbox) {
        this.context = context;
        this.mailbox = mailbox;
        this.position = new Position(key, offset, context.offsets());
        this.handover = new Handover(context);
        this.hold = new Backoff(context.clock(), context.retryDelay());
        this.inspection = new Inspection(context.client(), context.clock());
        this.reasons = new Reasons(key, listed, position, inspection, context);
        this.shown = new FollowedRun(listed.path(), State.IDLE.title(), offset().nextStep(), 0, false, null);
    }

    /**
     * A poll has seen the run.
     *
     * @param isSweep whether it is to be looked at also where it only showed life
     */
    void listed(Run seen, boolean isSweep) {
        news.of(seen, isSweep, this::onNews).ifPresentOrElse(this::post, mailbox::goOn);
    }

    private void onNews(News.Listed seen) {
        if (reasons.note(seen, state == State.IDLE)) {
            listed = seen.run();
            onListed();
        } else if (state == State.DELIVERING) {
            deliver();
        }
    }

    /** The run that is followed. */
    RunPath run() {
        return shown.run();
    }

    /** Whether rows of the run are on their way. */
    boolean isBusy() {
        return busy;
    }

    /** Whether somebody else has moved the position: another follower has to begin with what is stored. */
    boolean isSuperseded() {
        return position.isSuperseded() && !busy;
    }

    /** For those who watch. */
    FollowedRun followed() {
        return shown;
    }

    /** A poll has not seen the run, but its budget is new. */
    void goOn() {
        post(() -> {
            if (state == State.DELIVERING) {
                deliver();
            }
        });
    }

    private void post(Runnable message) {
        mailbox.post(() -> {
            LogContext.about(run());
            try {
                message.run();
            } catch (RuntimeException | Error e) {
                hold(e);
            } finally {
                LogContext.leave();
            }
            show();
            if (state == State.IDLE && handover.isEmpty()) {
                listed = null; // many runs are known, and few of them have news
            }
        });
    }

    private void show() {
        boolean isSettled = state == State.IDLE && reasons.isAllDelivered();
        long lag = Math.max(0, reasons.mark().lines() - offset().explained());
        shown = new FollowedRun(run(), state.title(), offset().nextStep(), lag, isSettled, heldBecause);
        busy = !handover.isEmpty() || (state != State.IDLE && state != State.HELD);
    }

    private RunOffset offset() {
        return position.offset();
    }

    private Run listed() {
        return Objects.requireNonNull(listed, "there is something to do after a listing only");
    }

    /** What comes of a future is a message, too. Being held makes it void, and so does waiting for something else. */
    private <T> void await(State waiting, CompletableFuture<T> answer, Consumer<T> next) {
        become(waiting);
        Object question = new Object();
        awaited = question;
        answer.whenComplete((value, failure) -> post(() -> {
            if (awaited != question) {
                return;
            }
            awaited = null;
            if (failure == null) {
                next.accept(value);
            } else {
                hold(Objects.requireNonNull(Answers.own(failure)));
            }
        }));
    }

    private void onListed() {
        switch (state) {
            case IDLE -> readIfNews();
            case DELIVERING -> deliver(); // the poll's budget is new
            case HELD -> {
                if (handover.isEmpty() && hold.isDue() && !position.isSuperseded()) {
                    handover.startAgain();
                    become(State.IDLE);
                    request();
                }
            }
            default -> {}
        }
    }

    private void readIfNews() {
        if (reasons.decideToRead(listed())) {
            request();
        }
    }

    private void request() {
        request(isOnlyToBeLookedAt() ? context.looks() : context.slots());
    }

    private void request(Slots asked) {
        become(State.WAITING);
        asked.request(() -> post(() -> onSlot(asked)));
    }

    private boolean isOnlyToBeLookedAt() {
        return !isAnotherRun() && reasons.isNothingToRead();
    }

    private boolean isAnotherRun() {
        return !offset().isOf(listed());
    }

    private void onSlot(Slots granted) {
        if (state != State.WAITING) {
            granted.release();
            return;
        }
        slot = granted;
        if (isForLooks() && !isOnlyToBeLookedAt()) {
            requestAnew();
            return;
        }
        become(State.COMMITTING); // whatever comes now, it has a slot to give back
        if (isAnotherRun()) {
            rewritten(Optional.empty(), "another run has its id now");
        } else {
            // before its first row leaves it is durable that there is such a run
            await(State.COMMITTING, reasons.markUnsettled(), durable -> read());
        }
    }

    private void read() {
        if (reasons.isLookFirst()) {
            look(this::onStanding);
        } else {
            readOverlapping();
        }
    }

    private boolean isForLooks() {
        return slot == context.looks();
    }

    /** The slot that it has is none for reading rows. */
    private void requestAnew() {
        rest();
        request(context.slots());
    }

    private void onStanding() {
        if (isOnlyToBeLookedAt()) {
            finish(reasons.mark());
        } else if (isForLooks()) {
            requestAnew();
        } else {
            readOverlapping();
        }
    }

    private void readOverlapping() {
        reasons.readingBegins();
        RunMark target = reasons.mark();
        HistoryScan scan = context.scan(run(), offset(), target, reasons.isLookedForAgain());
        begin(Reading.overlapping(scan, offset(), target, selection(), hold.isFailing()));
    }

    /** Goes on behind rows that are hidden. */
    private void readOn() {
        reasons.readingBegins();
        RunMark target = reasons.mark();
        HistoryScan scan = context.scanBehind(run(), offset(), target, reasons.isLookedForAgain());
        begin(Reading.behind(scan, offset(), target, selection()));
    }

    private Selection selection() {
        return context.form().selection();
    }

    private void begin(Reading next) {
        reading = next;
        awaitPage(next);
    }

    private void awaitPage(Reading current) {
        await(State.READING, current.nextPage(), page -> {
            if (page.isPresent()) {
                onPage(current, page.get());
            } else if (current.hasMissedOverlap()) {
                look(this::holdForOddAnswers);
            } else if (handover.isEmpty()) {
                endReading(current);
            } else {
                become(State.DELIVERING); // the last completion ends it
            }
        });
    }

    private void onPage(Reading current, HistoryPage page) {
        if (!offset().isOf(page.runCreatedAt()) || isFormer(page)) {
            holdForOddAnswers(); // the server's replicas lag
            return;
        }
        if (!page.unusable().isEmpty() && !hasUnusable) {
            hasUnusable = true;
            LOG.warn(
                    "{} lines of the history of run {} in {} are left out: they are no JSON objects with a whole _step",
                    page.unusable().size(),
                    run(),
                    page.window());
        }
        if (current.turnTo(page) != Reading.Overlap.AGREES) {
            lookForMissing(page);
            return;
        }
        become(State.DELIVERING);
        deliver();
    }

    private boolean isFormer(HistoryPage page) {
        former = former == null || former.arePassed(offset()) ? null : former;
        return former != null && former.areIn(page);
    }

    private void deliver() {
        Reading current = reading;
        while (current != null && state == State.DELIVERING && handover.hasRoom()) {
            if (!current.hasBatch()) {
                awaitPage(current);
                return;
            }
            if (!context.delivery().reserve()) {
                return; // until the next poll
            }
            Handover.Parcel parcel = next(current);
            if (!parcel.rows().isEmpty() && !parcel.isGivenUp()) {
                send(current, parcel);
                continue;
            }
            context.delivery().giveBack();
            if (parcel.isGivenUp() && handover.givesUp(parcel)) {
                tell(
                        WandbRunEvent.Kind.ROW_SKIPPED,
                        "The row at step " + parcel.step() + " is passed over: the route failed on it "
                                + context.rowFailureAttempts() + " times");
            }
            completed(parcel);
        }
    }

    private Handover.Parcel next(Reading current) {
        try {
            return handover.next(current);
        } catch (RuntimeException | Error e) {
            context.delivery().giveBack();
            throw e;
        }
    }

    private void send(Reading current, Handover.Parcel parcel) {
        RowMessages.Rows rows = new RowMessages.Rows(
                listed(),
                offset().generation(),
                parcel.rows(),
                current.isLate(),
                parcel.batch().rewrittenFrom());
        context.delivery()
                .send(
                        message -> context.messages().fill(message, rows),
                        completed -> post(() -> onSettled(parcel, completed)));
        LogContext.about(run());
    }

    private void onSettled(Handover.Parcel parcel, boolean completed) {
        if (!completed) {
            handover.failed(parcel);
            hold("the route failed at step " + parcel.step(), null);
            return;
        }
        context.delivered().add(parcel.rows().size());
        completed(parcel);
        if (state == State.DELIVERING) {
            deliver();
        }
    }

    private void completed(Handover.Parcel parcel) {
        if (parcel.isLate()) {
            recount().rowsCompleted(parcel.rows());
        }
        handover.completed(parcel).ifPresent(progress -> {
            if (parcel.isLate() && !parcel.rows().isEmpty()) {
                succeeded(); // it does not come again
            }
            acknowledge(progress);
        });
    }

    private void acknowledge(AcknowledgedPrefix.Progress progress) {
        if (position.isSuperseded()) {
            return;
        }
        if (progress.end().nextStep() > offset().nextStep()) {
            succeeded();
        }
        position.moveTo(progress.end());
        show(); // what follows in the same message may be a route that takes its time
        CompletableFuture<Set<String>> durable = save();
        if (context.commitsEach() && !durable.isDone()) {
            handover.waitToBeStored(progress.exchanges());
            durable.whenComplete((refused, failure) -> post(() -> {
                handover.waitToBeStored(-progress.exchanges());
                if (state == State.DELIVERING) {
                    deliver();
                }
            }));
        }
    }

    private void endReading(Reading ended) {
        reading = null;
        if (ended.isLate()) {
            await(State.AUDITING, recount().lateRowsDelivered(run(), ended), this::onRecount);
            return;
        }
        RunMark target = ended.target();
        position.moveTo(offset().withLinesBehind(ended.linesBehind()));
        if (reasons.areBeforeFirstStep(ended)) {
            position.moveTo(offset().accepting(target));
        }
        switch (reasons.judge(target)) {
            case AGREES -> conclude(target);
            case WAIT -> rest();
            case AHEAD -> unlessLeftOut(ended.lastPage(), () -> audit(target));
            case BEHIND -> {
                if (ended.isBehindHidden()) {
                    finish(target); // a look before it has found out, and another would say the same for ever
                } else {
                    look(() -> {
                        position.moveTo(offset().accepting(target));
                        conclude(target);
                    });
                }
            }
        }
    }

    private void conclude(RunMark target) {
        if (reasons.isToBeAudited(target)) {
            audit(target);
        } else {
            finish(target);
        }
    }

    /** All lines of the listing are accounted for. */
    private void finish(RunMark target) {
        position.moveTo(offset().withDelivered(target));
        succeeded();
        save();
        reasons.finished(); // behind the position: with it the run may be settled
        rest();
        readIfNews();
    }

    private void rest() {
        become(State.IDLE);
        release();
    }

    private void release() {
        Slots held = slot;
        slot = null;
        if (held != null) {
            held.release();
        }
    }

    /** @param page lacks the newest anchor */
    private void lookForMissing(HistoryPage page) {
        look(() -> unlessLeftOut(Optional.of(PageExtent.of(page)), this::holdForOddAnswers));
    }

    /** If the server has left rows out of this page the run is read again at the next poll, in shorter pages. */
    private void unlessLeftOut(Optional<PageExtent> page, Runnable otherwise) {
        await(State.LOOKING, hasLeftOut(page), isMore -> {
            if (isMore) {
                rest(); // not at once: a server that shows now more, now less would be asked without end
            } else {
                otherwise.run();
            }
        });
    }

    private CompletableFuture<Boolean> hasLeftOut(Optional<PageExtent> page) {
        return page.map(it -> context.client().history().hasLeftOut(run(), it))
                .orElse(CompletableFuture.completedFuture(false));
    }

    private void holdForOddAnswers() {
        hold("its history is shown differently from one answer to the next", null);
    }

    /** @param ifStanding what to do if all that is remembered is there */
    private void look(Runnable ifStanding) {
        reading = null;
        await(State.LOOKING, inspection.look(run(), offset()), verdict -> {
            reasons.lookEnded();
            if (isForLooks() && (verdict instanceof Verdict.Rewritten || verdict instanceof Verdict.Exported)) {
                requestAnew();
            } else if (verdict instanceof Verdict.Rewritten rewritten) {
                former = rewritten
                        .by()
                        .map(by -> new FormerRows(by, context.clock()))
                        .orElse(null);
                // of a run that was listed meanwhile none was delivered
                Optional<Anchor> standing = isAnotherRun() ? Optional.empty() : rewritten.lastStanding();
                rewritten(standing, "rows that were delivered are not there any more");
            } else if (verdict instanceof Verdict.Missing missing) {
                LOG.info(
                        "The row at step {} of run {} is not there, it is looked for again",
                        missing.missing().get(0).step(),
                        run());
                rest();
            } else if (verdict instanceof Verdict.Exported) {
                readOn();
            } else {
                ifStanding.run();
            }
        });
    }

    private void rewritten(Optional<Anchor> lastStanding, String what) {
        handover.placesChanged();
        recount = null;
        reasons.rewritten();
        String where = lastStanding.map(anchor -> "after step " + anchor.step()).orElse("from its start");
        if (context.onRewrite() == OnHistoryRewrite.STOP) {
            if (!isToldHeld) {
                isToldHeld = true;
                tell(WandbRunEvent.Kind.REWRITTEN, what + ", " + where + "; the run is held");
            }
            reasons.askForLook();
            hold("its history was rewritten " + where + ", and onHistoryRewrite=stop holds it", null);
            return;
        }
        position.moveTo(
                context.onRewrite() == OnHistoryRewrite.REPLAY
                        ? offset().replayed(listed(), lastStanding, context.lowestStep())
                        : offset().continued(listed(), lastStanding));
        tell(
                WandbRunEvent.Kind.REWRITTEN,
                what + ", " + where + ": generation " + offset().generation() + " goes on at step "
                        + offset().nextStep());
        await(State.COMMITTING, save(), refused -> {
            if (position.isRefused(refused)) {
                supersede();
            } else {
                read();
            }
        });
    }

    /** What was late is not any more. */
    private void recounted() {
        handover.placesChanged();
        recount().forgetLateRows();
    }

    private void audit(RunMark target) {
        LOG.info(
                "W&B counts {} lines of history in run {}, of which {} were read: all are read again",
                target.lines(),
                run(),
                offset().explained());
        await(State.AUDITING, recount().begin(run(), offset(), target), this::onRecount);
    }

    private Recount recount() {
        if (recount == null) {
            recount = new Recount(context);
        }
        return recount;
    }

    private void onRecount(Recount.Finding finding) {
        if (finding instanceof Recount.Finding.Late found) {
            begin(recount().reading(run(), offset(), found));
            return;
        }
        if (finding instanceof Recount.Finding.Unsteady) {
            holdForOddAnswers();
            return;
        }
        if (finding instanceof Recount.Finding.Missing missing && !reasons.isCountLowerThanIn(missing)) {
            look(() -> onMissing(missing)); // they may have been rewound meanwhile
            return;
        }
        recounted();
        if (finding instanceof Recount.Finding.Explained explained) {
            position.moveTo(explained.offset());
            finish(explained.target());
        } else if (finding instanceof Recount.Finding.Exported exported && reasons.areExplained(exported.target())) {
            finish(exported.target()); // one more look at what was delivered: it was exported since
        } else if (finding instanceof Recount.Finding.Exported exported) {
            position.moveTo(exported.offset());
            hold("W&B shows a part of its history only in its export, which is not read yet", null);
        } else {
            rest(); // what is missing was taken away meanwhile
            readIfNews();
        }
    }

    private void onMissing(Recount.Finding.Missing missing) {
        if (reasons.waitsToBeShown(missing)) {
            rest();
            return;
        }
        recounted();
        if (reasons.isGapToBeAccepted(missing)) {
            acceptDifference(missing.target(), missing.accepting());
        } else {
            position.moveTo(missing.offset());
            save();
            rest();
        }
    }

    private void acceptDifference(RunMark target, RunOffset accepting) {
        position.moveTo(accepting);
        String detail = "W&B counts " + target.lines() + " lines of history, of which "
                + (target.lines() - offset().accepted()) + " can be read: the difference is accepted";
        if (offset().firstStep() > 0) {
            LOG.info("Run {}: {}, for lines below step {} are not read", run(), detail, offset().firstStep());
        } else {
            tell(WandbRunEvent.Kind.GAP, detail);
        }
        finish(target);
    }

    private CompletableFuture<Set<String>> save() {
        return position.save(() -> post(this::supersede));
    }

    private void supersede() {
        position.supersede();
        reasons.markUnsettled(); // or no listing may show it again
        hold("somebody else has moved its position: this goes on from there", null);
    }

    private void tell(WandbRunEvent.Kind kind, String detail) {
        LOG.warn("Run {}: {}", run(), detail);
        context.tell(kind, run(), detail);
    }

    private void hold(Throwable cause) {
        if (cause instanceof HistoryChangedException) {
            hold("its history changed while it was read", null);
        } else {
            hold(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** @param cause null where it was reported already */
    private void hold(String reason, @Nullable Throwable cause) {
        boolean news = state != State.HELD;
        become(State.HELD);
        awaited = null;
        reading = null;
        heldBecause = reason;
        release();
        if (news) {
            Duration wait = hold.failed();
            LOG.warn("Run {} is held at step {} and tried again in {}: {}", run(), offset().nextStep(), wait, reason);
        }
        if (cause != null) {
            context.report("Error following run " + run(), cause);
        }
    }

    private void succeeded() {
        hold.succeeded();
        heldBecause = null;
        isToldHeld = false;
    }

    private void become(State next) {
        if (next != state) {
            LOG.debug("Run {}: {} -> {}", run(), state, next);
            state = next;
            shown = shown.in(next.title()); // the same message may go on with a route that takes its time
        }
    }
}
