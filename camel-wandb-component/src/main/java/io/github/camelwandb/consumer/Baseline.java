// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.HistorySample;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.Window;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the runs of the first listing start with {@code startFrom=latest}: behind the rows they have then. A run of which the server
 * does not say how far it is waits and is asked about again, while others flow. Its methods are the poll's alone, but
 * {@link #followed}.
 */
final class Baseline {

    private static final class Held {
        private final Run run;
        private final RunMark first; // what was counted then
        private final Backoff hold;
        private volatile String reason = "The server has not said how far it is";
        private @Nullable CompletableFuture<?> asked;

        private Held(Run run, RunMark first, Backoff hold) {
            this.run = run;
            this.first = first;
            this.hold = hold;
        }
    }

    private static final Window EVERY_STEP = new Window(0, 1L << 62);

    private final FollowerContext context;
    private final Map<RunKey, Held> held = new ConcurrentHashMap<>();

    Baseline(FollowerContext context) {
        this.context = context;
    }

    /**
     * Asks about each run once, and blocks until all is answered.
     *
     * @throws RuntimeException if the server or the repository fails for all of them: nothing is held then
     */
    void take(List<Run> runs) {
        List<Run> unknown = runs.stream().filter(this::hasNoOffset).toList();
        List<CompletableFuture<RunOffset>> starts = new ArrayList<>();
        unknown.forEach(run -> starts.add(ask(run)));
        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> done)
                .join();
        if (!starts.isEmpty() && starts.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
            Answers.of(starts.get(0));
        }
        if (context.offsets().hasBaseline()) {
            return; // another process has taken it meanwhile, and what has appeared since starts at its first row
        }
        List<CompletableFuture<?>> saved = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Run run = unknown.get(i);
            CompletableFuture<RunOffset> start = starts.get(i);
            if (start.isCompletedExceptionally() || !isPassed(start.join())) {
                // durable with the baseline: after a restart the filter may hide it
                context.offsets().unsettled().add(run.path().runId());
            }
            if (start.isCompletedExceptionally()) {
                failed(run, hold(run, RunMark.of(run)), start);
                saved.add(context.offsets().save(RunKey.of(run), RunOffset.toBeFound(run)));
            } else {
                saved.add(context.offsets().save(RunKey.of(run), start.join()));
            }
        }
        CompletableFuture.allOf(saved.toArray(CompletableFuture[]::new)).join();
    }

    /**
     * It is not yet known where the run starts.
     *
     * @param first what was counted at the first listing
     */
    Held hold(Run run, RunMark first) {
        Held waiting = new Held(run, first, new Backoff(context.clock(), context.retryDelay()));
        held.put(RunKey.of(run), waiting);
        return waiting;
    }

    /** Of a run that has ended nothing is to come, and there may be thousands of them: none is looked at again. */
    private static boolean isPassed(RunOffset start) {
        RunMark mark = start.delivered();
        return mark != null && mark.isInactive();
    }

    /** Whether it is not yet known where the run starts; asks again when it is time, unless another run has its id by now. */
    boolean isHeld(Run run) {
        RunKey key = RunKey.of(run);
        Held waiting = held.get(key);
        if (waiting == null) {
            return false;
        }
        CompletableFuture<?> asked = waiting.asked;
        if (asked == null && !Entries.isSame(waiting.run.createdAt(), run)) {
            held.remove(key);
            return false;
        }
        if (asked == null) {
            waiting.asked = waiting.hold.isDue()
                    ? askAgain(waiting.run, waiting.first, run)
                            .thenCompose(start -> context.offsets().save(key, start))
                    : null;
        } else if (asked.isCompletedExceptionally()) {
            waiting.asked = null;
            failed(run, waiting, asked);
        } else if (asked.isDone()) {
            held.remove(key);
            return false;
        }
        return true;
    }

    /** The ids of the runs that wait. */
    Collection<String> held() {
        return held.keySet().stream().map(RunKey::runId).toList();
    }

    /** The runs that wait, and why; asked by any thread. */
    Stream<FollowedRun> followed() {
        return held.values().stream()
                .map(waiting ->
                        FollowedRun.heldAtStart(waiting.run.path(), waiting.run.historyLineCount(), waiting.reason));
    }

    /** These runs are no longer there. */
    void gone(Collection<String> runIds) {
        held.keySet().removeIf(key -> runIds.contains(key.runId()));
    }

    /** The runs of other projects are no longer there, also where this one has runs of their ids. */
    void leaveOthersThan(String projectId) {
        held.keySet().removeIf(key -> !key.projectId().equals(projectId));
    }

    /** An entry that cannot be read is one: it is reported when the run is to be followed. */
    private boolean hasNoOffset(Run run) {
        try {
            return context.offsets().load(RunKey.of(run)).isEmpty();
        } catch (Offsets.UnreadableOffsetException e) {
            return false;
        }
    }

    /** What was logged since the first listing is to come: only as many lines are passed over as were counted then. */
    private CompletableFuture<RunOffset> askAgain(Run run, RunMark first, Run now) {
        return now.historyLineCount() > first.lines()
                ? behindLines(run, first, context.scan(run.path(), EVERY_STEP), 0, Optional.empty())
                : ask(now);
    }

    private CompletableFuture<RunOffset> behindLines(
            Run run, RunMark first, HistoryScan scan, long passedLines, Optional<HistoryRow> last) {
        return scan.next().thenCompose(next -> {
            if (next.isEmpty()) {
                return last.isPresent() ? completed(startBehind(run, first, last.get())) : ask(run);
            }
            HistoryPage page = next.get();
            if (!isOf(run, page.runCreatedAt())) {
                return OlderRun.answered("rows");
            }
            Optional<HistoryRow> passed = last;
            Optional<HistoryRow> below = last; // of a lower step: of one step some rows may be new
            for (int i = 0; i < page.rows().size(); i++) {
                HistoryRow row = page.rows().get(i);
                if (passed.isPresent() && passed.get().step() < row.step()) {
                    below = passed;
                }
                if (passedLines + page.linesUpTo(i + 1) > first.lines()) {
                    return below.isPresent() ? completed(startBehind(run, first, below.get())) : fromFirst(run);
                }
                passed = Optional.of(row);
            }
            long lines = page.linesUpTo(page.rows().size()) + page.linesBehind();
            return behindLines(run, first, scan, passedLines + lines, passed);
        });
    }

    private static RunOffset startBehind(Run run, RunMark first, HistoryRow row) {
        return startBehind(run, first, row.step(), List.of(), Optional.of(row));
    }

    private CompletableFuture<RunOffset> ask(Run run) {
        return context.client().history().lastStep(run.path()).thenCompose(last -> {
            if (last.isPresent()) {
                return sample(run).thenCompose(some -> passed(run, last.getAsLong(), some));
            }
            return run.historyLineCount() > 0
                    ? sample(run)
                            .thenCompose(some -> newest(some)
                                    .map(row -> passed(run, row.step(), some)) // the answer may have been of the past
                                    .orElseGet(() -> fromFirst(run)))
                    : fromFirst(run);
        });
    }

    private static CompletableFuture<RunOffset> fromFirst(Run run) {
        return completed(RunOffset.startingAt(run, 0));
    }

    private static CompletableFuture<RunOffset> completed(RunOffset start) {
        return CompletableFuture.completedFuture(start);
    }

    private CompletableFuture<List<HistoryRow>> sample(Run run) {
        return context.client()
                .history()
                .sampled(run.path(), Anchors.MOST - 1, List.of(List.of("_timestamp")), context.whole())
                .thenApply(HistorySample::rows);
    }

    /** Some of the rows that are passed over are remembered, so that it is seen if the run is rewound among them. */
    private CompletableFuture<RunOffset> passed(Run run, long last, List<HistoryRow> sample) {
        return context.client()
                .history()
                .rowsAt(run.path(), List.of(last))
                .thenCompose(there -> there.runsCreatedAt().stream().allMatch(created -> isOf(run, created))
                        ? newestShown(run, sample, there.rows().getOrDefault(last, List.of()), last)
                        : OlderRun.answered("rows"))
                .thenApply(newest -> startBehind(run, RunMark.of(run), last, sample, newest));
    }

    /** The last step may be too high, for a moment or for ever: rows that are logged below it from now on are to come. */
    private CompletableFuture<Optional<HistoryRow>> newestShown(
            Run run, List<HistoryRow> sample, List<HistoryRow> atLast, long last) {
        long from = newest(sample).map(HistoryRow::step).orElse(0L);
        return atLast.isEmpty() && from <= last
                ? newest(run, context.scan(run.path(), new Window(from, last + 1)), Optional.empty())
                : CompletableFuture.completedFuture(newest(atLast));
    }

    private static CompletableFuture<Optional<HistoryRow>> newest(
            Run run, HistoryScan scan, Optional<HistoryRow> soFar) {
        return scan.next().thenCompose(page -> {
            if (page.isEmpty()) {
                return CompletableFuture.completedFuture(soFar);
            }
            return isOf(run, page.get().runCreatedAt())
                    ? newest(run, scan, newest(page.get().rows()).or(() -> soFar))
                    : OlderRun.answered("rows");
        });
    }

    private static boolean isOf(Run run, @Nullable Instant created) {
        return Entries.isSame(run.createdAt(), created);
    }

    private static Optional<HistoryRow> newest(List<HistoryRow> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }

    /** @param newest empty if no row is shown, as where all are exported: then the last step is believed */
    private static RunOffset startBehind(
            Run run, RunMark mark, long last, List<HistoryRow> sample, Optional<HistoryRow> newest) {
        long next = newest.map(HistoryRow::step).orElse(last) + 1;
        List<HistoryRow> rows = new ArrayList<>(sample);
        rows.removeIf(row -> row.step() >= next - 1);
        newest.ifPresent(rows::add);
        return RunOffset.startingAt(run, next)
                .accepting(mark)
                .withDelivered(mark)
                .remembering(Anchors.ofPassed(rows, mark.lines()));
    }

    private void failed(Run run, Held waiting, CompletableFuture<?> start) {
        waiting.hold.failed();
        start.whenComplete((done, failure) -> {
            waiting.reason = "Where it starts is not known yet: " + failure.getMessage();
            context.report("Where run " + run.path() + " starts is not known yet", failure);
        });
    }
}
