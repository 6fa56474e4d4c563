// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.offset.OffsetStoreException;
import io.github.camelwandb.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A run of a story meets a mishap at a moment. The consumer's time goes on only when it has nothing to do. */
final class Scene {

    /** Rows that are delivered before. */
    static final int KNOWN = 21;

    static final int ROWS_PER_EXCHANGE = 100;

    private static final int PATIENCE = 40;
    private static final int SHORT_WAITS = 4;
    private static final int LONG_WAITS = 4;
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** @param missing rows that stand and were not delivered */
    record Outcome(List<String> missing, String text) {}

    private final Story story;
    private final int number;
    private final Mishap mishap;
    private final Moment moment;
    private final CompletableFuture<Void> met = new CompletableFuture<>();
    private Runnable news = () -> {};
    private CompletableFuture<Void> held = CompletableFuture.completedFuture(null);
    private boolean happened;
    private boolean starts = true;

    Scene(Story story, int number, Mishap mishap, Moment moment) {
        this.story = story;
        this.number = number;
        this.mishap = mishap;
        this.moment = moment;
        story.clock().stop();
    }

    Story story() {
        return story;
    }

    Moment moment() {
        return moment;
    }

    int number() {
        return number;
    }

    String runId() {
        return "r" + number;
    }

    /** Changes when the run begins anew. */
    SimulatedRows run() {
        return story.run(number);
    }

    /** Plays it to the end of the run, and answers what the consumer did. */
    Outcome play() throws Exception {
        story.simulator().forgetRequests();
        logs(1);
        passTime(PATIENCE, this::isComplete);
        logs(KNOWN - 1);
        passTime(PATIENCE, () -> isComplete() && isIdle() && story.store().hasAllOf(runId(), KNOWN));
        assertThat(story.store().hasAllOf(runId(), KNOWN))
                .as("what it knows is stored: %s", this)
                .isTrue();
        story.simulator().forgetRequests();
        story.reports().clear();

        moment.comes(this);
        awaitMet();
        awaitReaction();
        mishap.passes(this);
        if (!starts) {
            story.start();
        }
        passTime(SHORT_WAITS + LONG_WAITS, this::isComplete);
        run().simulated().finished();
        passTime(PATIENCE, () -> isEnded() && isComplete());
        story.simulator().faults().clear();

        List<Sink.Arrived> rows = arrived();
        Arrivals arrivals = new Arrivals(rows, 1, false);
        assertThat(arrivals.outOfOrder()).as("rows out of order: %s", this).isEmpty();
        assertThat(arrivals.repeatsUnderAnotherKey())
                .as("repeats under another key: %s", this)
                .isEmpty();
        if (!mishap.mayRepeat()) {
            assertThat(arrivals.repeatsWithoutReason())
                    .as("rows that came again: %s", this)
                    .isEmpty();
        }
        return new Outcome(story.missing(number), outcome(rows));
    }

    /** Lets the mishap happen at the place, once. */
    void awaits(Place place) {
        mishap.awaits(this, place);
    }

    /** This happens just before it, as if at once. */
    void awaits(Place place, Runnable before) {
        news = before;
        awaits(place);
    }

    /** The request that meets the mishap is not answered before that. */
    void holdsUntil(CompletableFuture<Void> signal) {
        held = signal;
    }

    /** The request at the place meets the fault, if there is one, after the action. */
    void awaitsRequest(Place place, Runnable action, @Nullable Fault fault) {
        Fault before = Fault.before(() -> {
            news.run();
            action.run();
            met.complete(null);
            held.join();
        });
        story.simulator().faults().add(place.meets(before, runId()));
        if (fault != null) {
            story.simulator().faults().add(place.meets(fault, runId()));
        }
    }

    /** Whether the request that was awaited was made. */
    boolean isRequestMet() {
        return met.isDone();
    }

    /** It may have ended since. */
    void awaitMet() {
        passTime(PATIENCE, () -> {
            happened = happened || mishap.isMet(this);
            return happened;
        });
        assertThat(happened).as("this has happened: %s", this).isTrue();
    }

    /**
     * The answer has come, or is waited for no longer, or what follows from it waits for the store; or the server has asked for a pause, and
     * nothing is asked before time passes.
     */
    private void awaitReaction() {
        Silence silence = new Silence();
        int before = story.simulator().requests().size();
        await(
                "%s: a reaction".formatted(this),
                () -> isIdle()
                        || isIn("committing")
                        || story.simulator().requests().size() > before
                        || silence.isLong());
    }

    /** Rows that come at once. */
    void logs(int rows) {
        run().atOnce(() -> run().logs(rows, 1, false));
    }

    void restart() throws Exception {
        mishap.restart(this);
    }

    void tryToStart() {
        try {
            story.start();
        } catch (Exception e) {
            starts = false;
        }
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(condition);
    }

    /** Whether the consumer has nothing to do for the run at this time. */
    boolean isIdle() {
        return story.followed(number).isEmpty() || isIn("idle") || isIn("held");
    }

    private boolean isIn(String state) {
        return story.followed(number).filter(run -> run.state().equals(state)).isPresent();
    }

    private boolean isComplete() {
        return story.isComplete(number);
    }

    private boolean isEnded() {
        return story.followed(number).map(FollowedRun::isSettled).orElse(false);
    }

    /** What the consumer would do at this time is done, or it asks for nothing any more: it may be kept from that until time passes. */
    void awaitQuiet(BooleanSupplier orThat) {
        Silence silence = new Silence();
        int before = story.listings();
        await(
                "%s: quiet".formatted(this),
                () -> orThat.getAsBoolean() || (story.listings() > before + 2 && isIdle()) || silence.isLong());
    }

    /** The consumer has seen what there is now, and may have more to do about it. */
    void awaitListings() {
        int before = story.listings();
        await("%s: two listings".formatted(this), () -> story.listings() > before + 2);
    }

    /** No requests. */
    private final class Silence {
        private int requests = -1;
        private long since;

        boolean isLong() {
            int now = story.simulator().requests().size();
            if (now != requests) {
                requests = now;
                since = System.nanoTime();
            }
            return System.nanoTime() - since > SILENCE.toNanos();
        }
    }

    private void passTime(int times, BooleanSupplier condition) {
        for (int i = 0; i < times && !condition.getAsBoolean(); i++) {
            awaitQuiet(condition);
            if (!condition.getAsBoolean()) {
                story.clock().advance(i < SHORT_WAITS ? SHORT : LineCount.LAG);
            }
        }
    }

    private List<Sink.Arrived> arrived() {
        return story.sink().arrived().stream()
                .filter(row -> row.runId().equals(runId()))
                .toList();
    }

    private String outcome(List<Sink.Arrived> rows) {
        List<String> outcome = new ArrayList<>();
        List<Reports.Report> reports = story.reports().stream()
                .filter(report -> !(report.cause() instanceof OffsetStoreException)
                        && !(report.cause() instanceof Sink.DownException))
                .toList();
        if (!starts) {
            outcome.add("does not start");
        }
        if (reports.stream().anyMatch(report -> report.message().startsWith("Error following run"))) {
            outcome.add("run held");
        }
        if (reports.stream().anyMatch(report -> !report.message().startsWith("Error following run"))) {
            outcome.add("next poll");
        }
        if (rows.stream().anyMatch(row -> row.generation() > moment.generations())) {
            outcome.add("new generation");
        }
        if (hasTold(WandbRunEvent.Kind.GAP)) {
            outcome.add("gap told");
        }
        if (hasTold(WandbRunEvent.Kind.GONE)) {
            outcome.add("end told");
        }
        if (mishap.isByChance()) {
            outcome.add("perhaps late rows");
        } else {
            if (firstTimeLate(rows) > moment.lateRows()) {
                outcome.add("late rows");
            }
            if (isRepeated(rows)) {
                outcome.add("rows again");
            }
        }
        return outcome.isEmpty() ? "goes on" : String.join(", ", outcome);
    }

    private static long firstTimeLate(List<Sink.Arrived> rows) {
        Set<Long> known = new HashSet<>();
        return rows.stream()
                .filter(row -> known.add(row.number()) && row.isLate())
                .count();
    }

    /** Whether a row came again, and not only because it was read again with late ones. */
    private static boolean isRepeated(List<Sink.Arrived> rows) {
        Set<String> known = new HashSet<>();
        return !rows.stream().allMatch(row -> known.add(row.generation() + "/" + row.number() + "/" + row.isLate()));
    }

    /** Whether it was told of the run. */
    boolean hasTold(WandbRunEvent.Kind kind) {
        return story.events().stream()
                .anyMatch(event -> event.kind() == kind && event.run().runId().equals(runId()));
    }

    @Override
    public String toString() {
        return mishap.title() + ", at the moment " + moment.title();
    }
}
