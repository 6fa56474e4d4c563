// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one run, message by message, and alone owns its position. All of it happens in its mailbox.
 *
 * <pre>
 * IDLE -news-&gt; WAITING -slot-&gt; READING -page-&gt; TELLING -page used up-&gt; READING ... -nothing more-&gt; IDLE
 * any -failure-&gt; IDLE, and not again before some time has passed
 * </pre>
 */
final class FeedFollower<P extends Feed.Position> {

    private enum State {
        IDLE,
        WAITING,
        READING,
        TELLING
    }

    private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);

    /** So often it is looked for what the server counts and does not show. */
    private static final int LOOKS = 6;

    private final RunKey key;
    private final Feed<P> feed;
    private final FeedContext context;
    private final Mailbox mailbox;
    private final News news = new News();
    private final Backoff hold;
    private final Settlement settlement;
    private final OlderRun older;
    private final Deque<Feed.Item<P>> items = new ArrayDeque<>();

    private volatile State state = State.IDLE; // read by those who watch
    private volatile @Nullable Run run; // as last listed
    private @Nullable P position; // null until it is loaded
    private boolean sweep;
    private boolean inFlight;
    private int looks;
    private @Nullable P lookedFor; // what follows once it is given up
    private volatile boolean gone;
    private boolean isToldGone;
    private volatile boolean telling;
    private volatile @Nullable String heldBecause;

    FeedFollower(RunKey key, Feed<P> feed, FeedContext context) {
        this.key = key;
        this.feed = feed;
        this.context = context;
        this.mailbox = new Mailbox(context.executor());
        this.hold = new Backoff(context.clock(), context.retryDelay());
        this.settlement = new Settlement(context.clock(), context.serverTime());
        this.older = new OlderRun(context.clock());
    }

    /**
     * A poll has seen the run.
     *
     * @param isSweep whether it is to be looked at also where that could wait
     */
    void listed(Run seen, boolean isSweep) {
        news.of(seen, isSweep, this::onNews).ifPresentOrElse(this::post, mailbox::goOn);
    }

    private void onNews(News.Listed seen) {
        run = seen.run();
        gone = false;
        isToldGone = false;
        sweep |= seen.isSweep();
        isOfThePast(position); // takes note of it also where there is something else to do
        proceed();
    }

    /** A poll has not seen the run, but its budget is new. */
    void goOn() {
        post(this::tell);
    }

    /** The run is no longer there. */
    void gone() {
        news.end();
        post(() -> {
            if (state == State.IDLE) {
                gone = true;
                proceed();
            }
        });
    }

    /** Whether the run was no longer there when it was last asked for. */
    boolean isGone() {
        return gone;
    }

    /** Whether messages wait for the budget of a poll. */
    boolean isTelling() {
        return telling;
    }

    /** Whether something is read or told. */
    boolean isBusy() {
        return state != State.IDLE;
    }

    /** For those who watch; empty where the run was not listed since the start, or is gone. */
    Optional<FollowedRun> followed() {
        boolean hasLeft = gone && state == State.IDLE && heldBecause == null;
        return Optional.ofNullable(hasLeft ? null : run)
                .map(seen -> new FollowedRun(
                        seen.path(),
                        heldBecause != null ? "held" : state.name().toLowerCase(Locale.ROOT),
                        0,
                        0,
                        state == State.IDLE
                                && heldBecause == null
                                && seen.state().isInactive(),
                        heldBecause));
    }

    /** Of one that is gone since before the start no more than its id is known. */
    private RunPath path() {
        Run listed = run;
        return listed == null ? context.project().run(key.runId()) : listed.path();
    }

    private void post(Runnable message) {
        mailbox.post(() -> {
            LogContext.about(path());
            try {
                message.run();
            } catch (RuntimeException | Error e) {
                hold(String.valueOf(e.getMessage()), e);
            } finally {
                LogContext.leave();
            }
            telling = state == State.TELLING;
        });
    }

    /** What comes of a future is a message, too. */
    private <T> void then(CompletableFuture<T> future, BiConsumer<T, @Nullable Throwable> message) {
        future.whenComplete((value, failure) -> post(() -> message.accept(value, Answers.own(failure))));
    }

    private void proceed() {
        if (state == State.TELLING) {
            tell();
        } else if (state == State.IDLE && !inFlight && hold.isDue()) {
            begin();
        }
    }

    private void begin() {
        P current = position();
        if (current == null) {
            context.offsets().unsettled().remove(key.runId()); // gone, and nothing was told of it
        } else if (hasMore(current)) {
            enter();
        } else {
            settle(current);
        }
    }

    /** Null where there is neither a stored one nor a run to begin with. */
    private @Nullable P position() {
        if (position == null) {
            Run begun = run;
            position = context.offsets()
                    .load(key, feed::decode)
                    .orElseGet(() -> gone || begun == null ? null : feed.start(begun));
        }
        return position;
    }

    private boolean hasMore(P current) {
        Run listed = run;
        return gone || listed == null
                ? !feed.farewell(current).items().isEmpty()
                : !isOfThePast(current) && feed.hasNews(current, listed, sweep);
    }

    private boolean isOfThePast(@Nullable P current) {
        Run listed = run;
        return current != null && listed != null && older.isPassedOver(current.createdAt(), listed);
    }

    private void settle(P current) {
        sweep &= isOfThePast(current);
        Run listed = run;
        if (gone || listed == null) {
            leave();
            return;
        }
        boolean hasNews = feed.hasNews(current, listed, true);
        if (!hasNews) {
            succeeded(); // what it was held for was shown by a replica that lags
        }
        if (!listed.state().isInactive()) {
            settlement.isActive();
            context.offsets().unsettled().add(key.runId());
        } else if (hasNews) {
            settlement.putOff();
            context.offsets().unsettled().add(key.runId());
        } else if (settlement.isDue(listed.heartbeatAt())) {
            context.offsets().unsettled().remove(key.runId());
        }
    }

    private void leave() {
        succeeded(); // or it would be shown as held for ever
        context.offsets().unsettled().remove(key.runId());
        if (!isToldGone) {
            isToldGone = true;
            context.events().tell(WandbRunEvent.Kind.GONE, path(), "It is no longer there");
        }
    }

    /** Before its first message leaves it is durable that there is such a run. */
    private void enter() {
        state = State.WAITING;
        then(context.offsets().unsettled().add(key.runId()), (refused, failure) -> {
            if (failure == null) {
                requestSlot();
            } else {
                hold(String.valueOf(failure.getMessage()), failure);
            }
        });
    }

    private void onSlot() {
        if (state != State.WAITING) {
            context.slots().release();
            return;
        }
        read();
    }

    private void read() {
        state = State.READING;
        P current = position();
        Run listed = run;
        if (current == null) {
            rest();
        } else if (gone || listed == null) {
            onPage(feed.farewell(current), null);
        } else if (isOfThePast(current)) {
            rest();
        } else {
            then(feed.next(current, listed), this::onPage);
        }
    }

    private void onPage(Feed.@Nullable Page<P> page, @Nullable Throwable failure) {
        if (state != State.READING) {
            return;
        }
        if (page == null) {
            hold(failure == null ? "there was no answer" : String.valueOf(failure.getMessage()), failure);
            return;
        }
        if (page.items().isEmpty() && page.isShort() && isLookedForAgain(page.from())) {
            LOG.debug("The server counts more of {} than it shows", path());
            hold.failed();
            rest();
            return;
        }
        if (page.items().isEmpty()) {
            if (page.isShort()) {
                LOG.warn("The server counts more of {} than it shows, also after it was asked {} times", path(), LOOKS);
            }
            succeeded();
        }
        boolean hasMoved = !page.from().equals(position);
        if (hasMoved && !page.items().isEmpty()) {
            storeAndReadAgain(page.from());
            return;
        }
        items.addAll(page.items());
        if (hasMoved) {
            move(page.from(), () -> {});
            goBeyond();
        } else if (items.isEmpty()) {
            rest();
        } else {
            state = State.TELLING;
            tell();
        }
    }

    /** What is counted since is looked for as often as what was counted before. */
    private boolean isLookedForAgain(P next) {
        if (!next.equals(lookedFor)) {
            lookedFor = next;
            looks = 0;
        }
        return ++looks < LOOKS;
    }

    /**
     * What was told must not be without a trace after a kill: what it was may not show a second time. Others have the slot meanwhile, and all
     * that wait are stored together.
     */
    private void storeAndReadAgain(P next) {
        release();
        state = State.WAITING;
        move(next, () -> {
            if (state == State.WAITING) {
                requestSlot();
            }
        });
    }

    private void requestSlot() {
        context.slots().request(() -> post(this::onSlot));
    }

    /** @param known comes once it is durable, or somebody else's position is */
    private void move(P next, Runnable known) {
        position = next;
        then(context.offsets().save(key, next), (refused, failure) -> {
            if (failure == null && context.offsets().isRefused(key, refused)) {
                LOG.warn("Somebody else has moved the position of {}: it goes on from what is stored", path());
                context.offsets().unsettled().add(key.runId()); // or no listing may show it again
                position = null;
                items.clear();
            }
            known.run();
        });
    }

    private void tell() {
        if (state != State.TELLING || inFlight) {
            return;
        }
        Feed.Item<P> item = items.peek();
        if (item == null) {
            goBeyond();
        } else if (context.delivery().reserve()) {
            inFlight = true;
            context.delivery().send(item.content(), completed -> post(() -> onSettled(item, completed)));
            LogContext.about(path());
        }
    }

    private void goBeyond() {
        P current = position();
        if (current != null && hasMore(current)) {
            read();
        } else {
            rest();
        }
    }

    private void onSettled(Feed.Item<P> item, boolean completed) {
        inFlight = false;
        if (!completed) {
            hold("the route failed", null);
            return;
        }
        context.delivered().increment();
        if (items.peek() != item) {
            tell(); // the position is not ours any more
            return;
        }
        items.remove();
        succeeded();
        if (context.commitsEach()) {
            inFlight = true;
            move(item.after(), () -> {
                inFlight = false;
                tell();
            });
        } else {
            move(item.after(), () -> {});
            tell();
        }
    }

    private void succeeded() {
        looks = 0;
        hold.succeeded();
        heldBecause = null;
    }

    /** @param cause null where the route failed, which Camel has reported already */
    private void hold(String reason, @Nullable Throwable cause) {
        context.offsets().unsettled().add(key.runId());
        heldBecause = reason;
        Duration wait = hold.failed();
        LOG.warn("Run {} is held and tried again in {}: {}", path(), wait, reason);
        if (cause != null) {
            context.reports().accept("Error following run " + path(), cause);
        }
        items.clear();
        release();
    }

    /** Until there is news. */
    private void rest() {
        release();
        P current = position;
        if (current != null) {
            settle(current);
        }
    }

    private void release() {
        boolean hasSlot = state == State.READING || state == State.TELLING;
        state = State.IDLE;
        if (hasSlot) {
            context.slots().release();
        }
    }
}
