// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnHistoryRewrite;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.history.HistoryChangedException;
import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Follows one run, and alone owns its position. All of it happens in its mailbox.
 *
 * <pre>
 * IDLE -news-&gt; WAITING -slot-&gt; READING -page-&gt; DELIVERING -page used up-&gt; READING ... -end, all completed-&gt; IDLE
 * READING -the newest anchor is not there-&gt; LOOKING -rewritten-&gt; COMMITTING -durable-&gt; READING
 * READING -end, lines are missing for a while-&gt; AUDITING -late rows-&gt; DELIVERING
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

        boolean hasSlot() {
            return this != IDLE && this != WAITING && this != HELD;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** Under this name log lines carry the run. */
    private static final String MDC_RUN = "camel.wandb.run";

    private final RunKey key;
    private final RunPath run;
    private final String name;
    private final FollowerContext context;
    private final Mailbox mailbox;
    private final AcknowledgedPrefix prefix = new AcknowledgedPrefix();
    private final Backoff hold;
    private final LineCount count;
    private final Inspection inspection;
    private final FailedRows failedRows;

    private volatile State state = State.IDLE; // read by those who watch
    private Run listed;
    private RunOffset offset;
    private boolean sweep;
    private boolean hasAcceptedDoubts;
    private boolean hasUnusable;
    private int uncommitted;
    private @Nullable Reading reading;
    private @Nullable Audit audit;
    private @Nullable CompletableFuture<Set<String>> commit;

    private volatile boolean settled;
    private volatile boolean busy = true; // with its first listing
    private volatile boolean superseded;
    private volatile @Nullable String heldBecause;
    private volatile long lag;
    private volatile long nextStep;

    Follower(RunKey key, Run listed, RunOffset offset, FollowerContext context, Mailbox mailbox) {
        this.key = key;
        this.run = listed.path();
        this.name = run.toString();
        this.listed = listed;
        this.offset = offset;
        this.nextStep = offset.nextStep();
        this.context = context;
        this.mailbox = mailbox;
        this.hasAcceptedDoubts = offset.accepted() != 0;
        this.hold = new Backoff(context.clock(), context.retryDelay());
        this.count = new LineCount(context.clock(), context.retryDelay());
        this.inspection = new Inspection(context.client().history(), context.clock());
        this.failedRows =
                new FailedRows(context.onRowFailure(), context.rowFailureAttempts(), context.rowsPerExchange());
    }

    /**
     * A poll has seen the run.
     *
     * @param isSweep whether it is to be looked at also where it only showed life
     */
    void listed(Run seen, boolean isSweep) {
        post(() -> {
            sweep |= isSweep;
            onListed(seen);
        });
    }

    /** The run that is followed. */
    RunPath run() {
        return run;
    }

    /** Whether the run is inactive and every row of it has completed. */
    boolean isSettled() {
        return settled;
    }

    /** Whether rows of the run are on their way. */
    boolean isBusy() {
        return busy;
    }

    /** Whether somebody else has moved the position: another follower has to begin with what is stored. */
    boolean isSuperseded() {
        return superseded && !busy;
    }

    /** For those who watch: its parts are each of some moment lately. */
    FollowedRun followed() {
        return new FollowedRun(run, state.name().toLowerCase(Locale.ROOT), nextStep, lag, settled, heldBecause);
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
            MDC.put(MDC_RUN, name);
            try {
                message.run();
            } catch (RuntimeException | Error e) {
                hold(e);
            } finally {
                MDC.remove(MDC_RUN);
            }
            show();
        });
    }

    private void show() {
        settled = state == State.IDLE && isAllDelivered();
        busy = prefix.inFlight() > 0 || (state != State.IDLE && state != State.HELD);
        nextStep = offset.nextStep();
        lag = Math.max(0, listed.historyLineCount() - offset.explained());
    }

    /** What comes of a future is a message, too. */
    private <T> void then(CompletableFuture<T> future, BiConsumer<T, @Nullable Throwable> message) {
        future.whenComplete((value, failure) -> post(() -> message.accept(value, Answers.own(failure))));
    }

    private boolean isAllDelivered() {
        return listed.state().isInactive() && RunMark.of(listed).equals(offset.delivered()) && !inspection.isDoubtful();
    }

    private void onListed(Run seen) {
        listed = seen;
        if (!isAllDelivered()) {
            context.offsets().unsettled().add(key.runId());
        }
        switch (state) {
            case IDLE -> {
                readIfNews();
                sweep = false;
            }
            case DELIVERING -> deliver(); // the poll's budget is new
            case HELD -> {
                if (prefix.inFlight() == 0 && hold.isDue() && !superseded) {
                    prefix.reset();
                    become(State.IDLE);
                    request();
                }
            }
            default -> {}
        }
    }

    private void readIfNews() {
        if (hasNews()) {
            request();
        }
    }

    private void request() {
        become(State.WAITING);
        context.slots().request(() -> post(this::onSlot));
    }

    private boolean hasNews() {
        if (inspection.isDoubtful()) {
            return inspection.isDue();
        }
        return isAnotherRun()
                || count.isReasonToRead(
                        RunMark.of(listed), offset, listed.state().isInactive(), sweep);
    }

    private boolean isAnotherRun() {
        return offset.createdAt() != null
                && listed.createdAt() != null
                && !offset.createdAt().equals(listed.createdAt());
    }

    private void onSlot() {
        if (state != State.WAITING) {
            context.slots().release();
            return;
        }
        if (isAnotherRun()) {
            rewritten(Optional.empty(), "another run has its id now");
        } else {
            // before its first row leaves it is durable that there is such a run
            whenDurable(context.offsets().unsettled().add(key.runId()), this::read);
        }
    }

    private void whenDurable(CompletableFuture<Set<String>> change, Runnable next) {
        become(State.COMMITTING);
        then(change, (refused, failure) -> {
            if (state != State.COMMITTING) {
                return;
            }
            if (failure != null) {
                hold(failure);
            } else if (context.offsets().isRefused(key, refused)) {
                supersede();
            } else {
                next.run();
            }
        });
    }

    private void read() {
        if (inspection.isDoubtful() || isToBeSettled()) {
            look(this::readOverlapping); // the newest row may be there while others are not
        } else {
            readOverlapping();
        }
    }

    /** Whether this is the last time that the rows it has delivered are looked at. */
    private boolean isToBeSettled() {
        return listed.state().isInactive()
                && offset.delivered() != null
                && !offset.anchors().list().isEmpty();
    }

    private void readOverlapping() {
        RunMark target = RunMark.of(listed);
        if (offset.anchors().list().isEmpty() && isTruncated(target)) {
            become(State.LOOKING);
            then(context.client().history().lastStep(run), this::onLastStep);
            return;
        }
        begin(Reading.overlapping(context.scan(run, offset, target), offset, target, selection()));
    }

    /** Goes on behind rows that are hidden. */
    private void readOn() {
        RunMark target = RunMark.of(listed);
        begin(Reading.behind(context.scanBehind(run, offset, target), offset, target, selection()));
    }

    private Selection selection() {
        return context.form().selection();
    }

    /** Nothing was delivered that could be looked for, and there are fewer lines than when it started behind them. */
    private boolean isTruncated(RunMark target) {
        return offset.delivered() != null && target.lines() < offset.explained() && offset.nextStep() > 0;
    }

    private void onLastStep(OptionalLong last, @Nullable Throwable failure) {
        if (state != State.LOOKING) {
            return;
        }
        if (failure != null) {
            hold(failure);
            return;
        }
        long next = last.orElse(-1) + 1;
        if (next < offset.nextStep()) {
            tell(WandbRunEvent.Kind.REWRITTEN, "it was rewound behind the rows that were passed over, to step " + next);
            offset = offset.truncated(next);
        }
        offset = offset.accepting(RunMark.of(listed)).withDelivered(null);
        whenDurable(save(), this::read);
    }

    private void begin(Reading next) {
        reading = next;
        awaitPage(next);
    }

    private void awaitPage(Reading current) {
        become(State.READING);
        then(current.nextPage(), (page, failure) -> onPage(current, page, failure));
    }

    private void onPage(Reading current, Optional<HistoryPage> page, @Nullable Throwable failure) {
        if (current != reading) {
            return; // of a reading that was given up
        }
        if (failure instanceof HistoryChangedException) {
            hold("its history changed while it was read", null);
        } else if (failure != null) {
            hold(failure);
        } else if (page.isPresent()) {
            onPage(current, page.get());
        } else if (current.hasMissedOverlap()) {
            lookForMissing();
        } else if (prefix.inFlight() == 0) {
            endReading(current);
        } else {
            become(State.DELIVERING); // the last completion ends it
        }
    }

    private void onPage(Reading current, HistoryPage page) {
        if (page.unusable() > 0 && !hasUnusable) {
            hasUnusable = true;
            LOG.warn(
                    "{} lines of the history of run {} in {} are left out: they are no JSON objects with a whole _step",
                    page.unusable(),
                    run,
                    page.window());
        }
        if (current.turnTo(page) != Reading.Overlap.AGREES) {
            lookForMissing();
            return;
        }
        become(State.DELIVERING);
        deliver();
    }

    private void deliver() {
        Reading current = reading;
        while (current != null && state == State.DELIVERING && prefix.open() + uncommitted < context.maxInFlight()) {
            if (!current.hasBatch()) {
                awaitPage(current);
                return;
            }
            if (!context.delivery().reserve()) {
                return; // until the next poll
            }
            Reading.Batch batch = current.nextBatch(failedRows.batchSizeAt(current.place()));
            AcknowledgedPrefix.Ticket ticket = prefix.handedOver(batch.after());
            int rows = batch.rows().size();
            if (rows == 0) {
                context.delivery().giveBack();
                acknowledge(ticket);
            } else if (failedRows.areGivenUp(batch.place(), rows)) {
                context.delivery().giveBack();
                failedRows.completed(batch.place());
                tell(
                        WandbRunEvent.Kind.ROW_SKIPPED,
                        "The row at step " + batch.rows().get(0).step() + " is passed over: the route failed on it "
                                + context.rowFailureAttempts() + " times");
                acknowledge(ticket);
            } else {
                send(current, batch, ticket);
            }
        }
    }

    private void send(Reading current, Reading.Batch batch, AcknowledgedPrefix.Ticket ticket) {
        RowMessages.Rows rows = new RowMessages.Rows(
                listed, offset.generation(), batch.rows(), current.isLate(), batch.rewrittenFrom());
        context.delivery()
                .send(
                        message -> context.messages().fill(message, rows),
                        completed -> post(() -> onSettled(batch, ticket, completed)));
        MDC.put(MDC_RUN, name); // Camel removes what matches its pattern of keys when an exchange ends
    }

    private void onSettled(Reading.Batch batch, AcknowledgedPrefix.Ticket ticket, boolean completed) {
        if (!completed) {
            prefix.failed(ticket);
            failedRows.failed(batch.place(), batch.rows().size());
            hold("the route failed at step " + batch.rows().get(0).step(), null);
            return;
        }
        failedRows.completed(batch.place());
        context.delivered().add(batch.rows().size());
        acknowledge(ticket);
        if (state == State.DELIVERING) {
            deliver();
        }
    }

    private void acknowledge(AcknowledgedPrefix.Ticket ticket) {
        int open = prefix.open();
        Optional<RunOffset> end = prefix.completed(ticket);
        if (end.isEmpty()) {
            return;
        }
        if (end.get().nextStep() > offset.nextStep()) {
            succeeded();
        }
        int completed = open - prefix.open();
        offset = end.get();
        show(); // what follows in the same message may be a route that takes its time
        CompletableFuture<Set<String>> durable = save();
        if (context.commitsEach() && !durable.isDone()) {
            uncommitted += completed;
            then(durable, (refused, failure) -> {
                uncommitted -= completed;
                if (state == State.DELIVERING) {
                    deliver();
                }
            });
        }
    }

    private void endReading(Reading ended) {
        Audit late = audit;
        reading = null;
        audit = null;
        if (ended.isLate() && late != null) {
            endAudit(late);
            return;
        }
        RunMark target = ended.target();
        if (context.skipsFirstRows() && offset.delivered() == null && target.lines() > offset.explained()) {
            offset = offset.accepting(target); // lines before the first step
        }
        switch (count.judge(target, offset)) {
            case AGREES -> {
                if (hasAcceptedDoubts && listed.state().isInactive()) {
                    hasAcceptedDoubts = false;
                    audit(target);
                } else {
                    finish(target);
                }
            }
            case WAIT -> rest();
            case AHEAD -> audit(target);
            case BEHIND ->
                look(() -> {
                    hasAcceptedDoubts = true;
                    offset = offset.accepting(target);
                    finish(target);
                });
        }
    }

    /** All lines of the listing are accounted for. */
    private void finish(RunMark target) {
        offset = offset.withDelivered(target);
        count.settled();
        succeeded();
        save();
        if (isAllDelivered()) {
            context.offsets().unsettled().remove(key.runId());
        }
        rest();
        readIfNews();
    }

    private void rest() {
        boolean hadSlot = state.hasSlot();
        become(State.IDLE);
        if (hadSlot) {
            context.slots().release();
        }
    }

    private void lookForMissing() {
        look(() -> hold("its history is shown differently from one answer to the next", null));
    }

    /** @param ifStanding what to do if all that is remembered is there */
    private void look(Runnable ifStanding) {
        reading = null;
        become(State.LOOKING);
        then(inspection.look(run, offset.anchors()), (verdict, failure) -> {
            if (state != State.LOOKING) {
                return;
            }
            if (failure != null) {
                hold(failure);
                return;
            }
            if (verdict instanceof Verdict.Rewritten rewritten) {
                rewritten(rewritten.lastStanding(), "rows that were delivered are not there any more");
            } else if (verdict instanceof Verdict.Missing missing) {
                LOG.info(
                        "The row at step {} of run {} is not there, it is looked for again",
                        missing.lowest().step(),
                        run);
                rest();
            } else if (verdict instanceof Verdict.Exported) {
                readOn();
            } else {
                ifStanding.run();
            }
        });
    }

    private void rewritten(Optional<Anchor> lastStanding, String what) {
        failedRows.forget();
        count.settled();
        String where = lastStanding.map(anchor -> "after step " + anchor.step()).orElse("from its start");
        if (context.onRewrite() == OnHistoryRewrite.STOP) {
            if (heldBecause == null) {
                tell(WandbRunEvent.Kind.REWRITTEN, what + ", " + where + "; the run is held");
            }
            hold("its history was rewritten " + where + ", and onHistoryRewrite=stop holds it", null);
            return;
        }
        offset = context.onRewrite() == OnHistoryRewrite.REPLAY
                ? offset.replayed(listed, lastStanding)
                : offset.continued(listed, lastStanding);
        tell(
                WandbRunEvent.Kind.REWRITTEN,
                what + ", " + where + ": generation " + offset.generation() + " goes on at step " + offset.nextStep());
        whenDurable(save(), this::read);
    }

    private void audit(RunMark target) {
        if (offset.anchors().list().isEmpty()) {
            judgeDifference(target, Optional.empty());
            return;
        }
        Audit next = new Audit(offset, target);
        audit = next;
        LOG.info(
                "W&B counts {} lines of history in run {}, of which {} were read: all are read again",
                target.lines(),
                run,
                offset.explained());
        become(State.AUDITING);
        auditPage(next, context.scan(run, next.window()));
    }

    private void auditPage(Audit current, HistoryScan scan) {
        then(scan.next(), (page, failure) -> {
            if (state != State.AUDITING || current != audit) {
                return;
            }
            if (failure != null) {
                hold(failure);
            } else if (page.isPresent()) {
                current.count(page.get());
                auditPage(current, scan);
            } else {
                current.surplus()
                        .ifPresentOrElse(
                                steps -> begin(
                                        Reading.late(context.scan(run, steps), offset, current.target(), selection())),
                                () -> endAudit(current));
            }
        });
    }

    private void endAudit(Audit ended) {
        audit = null;
        failedRows.forget();
        offset = ended.recounted();
        judgeDifference(ended.target(), ended.fullest());
    }

    /**
     * What is counted and could not be read was left out by the server, is in the export, or is done without.
     *
     * @param fullest where the server would have left rows out
     */
    private void judgeDifference(RunMark target, Optional<Audit.Part> fullest) {
        if (target.lines() <= offset.explained()) {
            hasAcceptedDoubts = target.lines() < offset.explained();
            offset = offset.accepting(target);
            finish(target);
            return;
        }
        become(State.AUDITING);
        CompletableFuture<Boolean> leftOut = fullest.map(
                        part -> context.client().history().hasLeftOut(run, part.window(), part.rows()))
                .orElse(CompletableFuture.completedFuture(false));
        then(leftOut, (isMore, failure) -> {
            if (state != State.AUDITING) {
                return;
            }
            if (failure != null) {
                hold(failure);
            } else if (isMore) {
                audit(target);
            } else {
                acceptDifference(target);
            }
        });
    }

    private void acceptDifference(RunMark target) {
        then(context.client().history().export(run), (export, failure) -> {
            if (state != State.AUDITING) {
                return;
            }
            if (failure != null) {
                hold(failure);
            } else if (export.hides(
                    offset.anchors().list().stream().map(Anchor::step).findFirst())) {
                hold("W&B shows a part of its history only in its export, which is not read yet", null);
            } else {
                tell(
                        WandbRunEvent.Kind.GAP,
                        "W&B counts " + target.lines() + " lines of history, of which " + offset.explained()
                                + " can be read: the difference is accepted");
                hasAcceptedDoubts = true;
                offset = offset.accepting(target);
                finish(target);
            }
        });
    }

    private CompletableFuture<Set<String>> save() {
        CompletableFuture<Set<String>> change = context.offsets().save(key, offset);
        if (change != commit) { // the same for all that is committed together
            commit = change;
            change.thenAccept(refused -> {
                if (context.offsets().isRefused(key, refused)) {
                    post(this::supersede);
                }
            });
        }
        return change;
    }

    private void supersede() {
        superseded = true;
        hold("somebody else has moved its position: this goes on from there", null);
    }

    private void tell(WandbRunEvent.Kind kind, String detail) {
        LOG.warn("Run {}: {}", run, detail);
        context.tell(kind, run, detail);
    }

    private void hold(Throwable cause) {
        hold(String.valueOf(cause.getMessage()), cause);
    }

    /** @param cause null where it was reported already */
    private void hold(String reason, @Nullable Throwable cause) {
        boolean hadSlot = state.hasSlot();
        boolean news = state != State.HELD;
        become(State.HELD);
        reading = null;
        audit = null;
        heldBecause = reason;
        if (hadSlot) {
            context.slots().release();
        }
        if (news) {
            Duration wait = hold.failed();
            LOG.warn("Run {} is held at step {} and tried again in {}: {}", run, offset.nextStep(), wait, reason);
        }
        if (cause != null) {
            context.report("Error following run " + run, cause);
        }
    }

    private void succeeded() {
        hold.succeeded();
        heldBecause = null;
    }

    private void become(State next) {
        if (next != state) {
            LOG.debug("Run {}: {} -> {}", run, state, next);
            state = next;
        }
    }
}
