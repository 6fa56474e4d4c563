// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.model.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one run, and alone owns its position. All of it happens in its mailbox.
 *
 * <pre>
 * IDLE -news-&gt; WAITING -slot-&gt; READING -page-&gt; DELIVERING -page used up-&gt; READING ... -end, all completed-&gt; IDLE
 * any -failure-&gt; HELD -time passed, nothing in flight, next listing-&gt; WAITING, from the first uncompleted row
 * </pre>
 */
final class Follower {

    private enum State {
        IDLE,
        WAITING,
        READING,
        DELIVERING,
        HELD
    }

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final RunKey key;
    private final FollowerContext context;
    private final Mailbox mailbox;
    private final AcknowledgedPrefix prefix = new AcknowledgedPrefix();
    private final Backoff hold;
    private final LineCount count;

    private State state = State.IDLE;
    private Run listed;
    private RunOffset offset;
    private boolean stored = true;
    private @Nullable Reading reading;

    private volatile boolean settled;
    private volatile boolean busy = true; // with its first listing

    Follower(RunKey key, Run listed, RunOffset offset, FollowerContext context, Mailbox mailbox) {
        this.key = key;
        this.listed = listed;
        this.offset = offset;
        this.context = context;
        this.mailbox = mailbox;
        this.hold = new Backoff(context.clock(), context.retryDelay());
        this.count = new LineCount(context.clock(), context.retryDelay());
    }

    /** A poll has seen the run. */
    void listed(Run run) {
        post(() -> onListed(run));
    }

    /** Whether the run is inactive and every row of it has completed. */
    boolean isSettled() {
        return settled;
    }

    /** Whether rows of the run are on their way. */
    boolean isBusy() {
        return busy;
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
            try {
                message.run();
            } catch (RuntimeException | Error e) {
                hold(e);
            }
            settled = state == State.IDLE
                    && listed.state().isInactive()
                    && RunMark.of(listed).equals(offset.delivered());
            busy = prefix.inFlight() > 0 || (state != State.IDLE && state != State.HELD);
        });
    }

    private void onListed(Run run) {
        listed = run;
        switch (state) {
            case IDLE -> readIfNews();
            case DELIVERING -> deliver(); // the poll's budget is new
            case HELD -> {
                if (prefix.inFlight() == 0 && hold.isDue()) {
                    retry();
                }
            }
            case WAITING, READING -> {}
        }
    }

    private void retry() {
        prefix.reset();
        become(State.IDLE);
        if (stored || store()) {
            readIfNews();
        }
    }

    private void readIfNews() {
        if (hasNews()) {
            become(State.WAITING);
            context.slots().request(() -> post(this::onSlot));
        }
    }

    private boolean hasNews() {
        RunMark mark = RunMark.of(listed);
        return !mark.equals(offset.delivered())
                && (isAnotherRun()
                        || count.isReasonToRead(mark, offset, listed.state().isInactive()));
    }

    private boolean isAnotherRun() {
        return offset.createdAt() != null && !offset.createdAt().equals(listed.createdAt());
    }

    private void onSlot() {
        if (state != State.WAITING) {
            context.slots().release();
            return;
        }
        become(State.READING);
        if (isAnotherRun()) {
            beginGeneration();
        } else if (LineCount.isBehind(RunMark.of(listed), offset)) {
            context.client()
                    .history()
                    .lastStep(listed.path())
                    .whenComplete((last, failure) -> post(() -> onLastStep(last, failure)));
            return;
        }
        read();
    }

    /** A count that went back means a rewind only if the last step did too. */
    private void onLastStep(OptionalLong last, @Nullable Throwable failure) {
        if (state != State.READING) {
            return;
        }
        if (failure != null) {
            hold(failure);
            return;
        }
        if (last.isEmpty() || last.getAsLong() + 1 < offset.nextStep()) {
            beginGeneration();
        } else {
            // how many of the lines are below the next step is unknown, and too many would hide rows to come
            offset = new RunOffset(offset.createdAt(), offset.generation(), offset.nextStep(), 0, null);
            count.recount();
        }
        read();
    }

    private void beginGeneration() {
        offset = offset.nextGeneration(listed);
        count.beginAnew();
        LOG.warn(
                "The history of run {} has begun anew: its rows are delivered as generation {}",
                listed.path(),
                offset.generation());
        stored = false;
    }

    private void read() {
        if (!stored && !store()) {
            return;
        }
        RunMark target = RunMark.of(listed);
        reading = new Reading(
                context.scan(listed.path(), offset, Math.max(0, target.lines() - offset.lines())),
                offset,
                target,
                context.form().selection(),
                context.rowsPerExchange());
        awaitPage(reading);
    }

    private void awaitPage(Reading current) {
        become(State.READING);
        current.nextPage().whenComplete((page, failure) -> post(() -> onPage(current, page, failure)));
    }

    private void onPage(Reading current, Optional<HistoryPage> page, @Nullable Throwable failure) {
        if (current != reading) {
            return; // of a reading that was given up
        }
        if (failure != null) {
            hold(failure);
        } else if (page.isPresent()) {
            if (page.get().unusable() > 0) {
                LOG.warn(
                        "{} lines of the history of run {} in {} are left out: they are no JSON objects with a whole _step",
                        page.get().unusable(),
                        listed.path(),
                        page.get().window());
            }
            current.turnTo(page.get());
            become(State.DELIVERING);
            deliver();
        } else if (prefix.inFlight() == 0) {
            endReading(current);
        } else {
            become(State.DELIVERING); // the last completion ends it
        }
    }

    private void deliver() {
        Reading current = reading;
        while (current != null && state == State.DELIVERING && prefix.inFlight() < context.maxInFlight()) {
            if (!current.hasBatch()) {
                awaitPage(current);
                return;
            }
            if (!context.delivery().reserve()) {
                return; // until the next poll
            }
            Reading.Batch batch = current.nextBatch();
            AcknowledgedPrefix.Ticket ticket = prefix.handedOver(batch.after());
            if (batch.rows().isEmpty()) {
                context.delivery().giveBack();
                acknowledge(ticket);
            } else {
                Run run = listed;
                int generation = offset.generation();
                context.delivery()
                        .send(
                                message -> context.messages().fill(message, run, generation, batch.rows()),
                                completed -> post(() -> onSettled(ticket, completed)));
            }
        }
    }

    private void onSettled(AcknowledgedPrefix.Ticket ticket, boolean completed) {
        if (!completed) {
            prefix.failed(ticket);
            hold(null);
            return;
        }
        acknowledge(ticket);
        if (state == State.DELIVERING) {
            deliver();
        }
    }

    private void acknowledge(AcknowledgedPrefix.Ticket ticket) {
        Optional<RunOffset> end = prefix.completed(ticket);
        if (end.isPresent()) {
            offset = end.get();
            if (store()) {
                hold.succeeded();
            }
        }
    }

    private void endReading(Reading ended) {
        reading = null;
        if (count.isAccountedFor(ended.target(), offset, context.skipsFirstRows(), listed.path())) {
            offset = offset.withDelivered(ended.target());
        }
        hold.succeeded();
        become(State.IDLE);
        context.slots().release();
        if (store()) {
            readIfNews();
        }
    }

    private boolean store() {
        try {
            context.offsets().save(key, offset);
            stored = true;
        } catch (RuntimeException | Error e) {
            stored = false;
            hold(e);
        }
        return stored;
    }

    /** @param cause null where the route failed, which Camel has reported already */
    private void hold(@Nullable Throwable cause) {
        boolean hadSlot = state == State.READING || state == State.DELIVERING;
        boolean news = state != State.HELD;
        become(State.HELD);
        reading = null;
        if (hadSlot) {
            context.slots().release();
        }
        if (news) {
            Duration wait = hold.failed();
            LOG.warn("Run {} is held at step {} and tried again in {}", listed.path(), offset.nextStep(), wait);
        }
        if (cause != null) {
            context.report("Error following run " + listed.path(), cause);
        }
    }

    private void become(State next) {
        if (next != state) {
            LOG.debug("Run {}: {} -> {}", listed.path(), state, next);
            state = next;
        }
    }
}
