// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnHistoryRewrite;
import io.github.camelwandb.OnRowFailure;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.RowForm;
import io.github.camelwandb.client.history.ScanRange;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.history.Window;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * What all followers of a consumer share.
 *
 * @param project the one whose runs are followed
 * @param pageBytes of the JSON of the pages of one run that are to be held at once
 * @param slots for runs of which rows are read
 * @param looks for runs of which no more is read than what is remembered of them: so they do not wait for the others, and share their requests
 * @param lowestStep the step of the user's choice below which no run is read; 0 if any is
 * @param commitsEach whether the next exchange waits until the position behind the one before is durable
 * @param delivered counts rows whose exchanges have completed
 * @param retryDelay the first wait after a failure
 * @param reports where errors of one run go: to the consumer's exception handler
 * @param events where it is told what no message tells
 */
record FollowerContext(
        WandbClient client,
        ProjectPath project,
        Offsets offsets,
        Delivery delivery,
        RowMessages messages,
        Slots slots,
        Slots looks,
        RowForm form,
        int rowsPerExchange,
        int maxInFlight,
        long pageBytes,
        long lowestStep,
        boolean commitsEach,
        OnRowFailure onRowFailure,
        int rowFailureAttempts,
        OnHistoryRewrite onRewrite,
        LongAdder delivered,
        Clock clock,
        ServerTime serverTime,
        Duration retryDelay,
        BiConsumer<String, Throwable> reports,
        RunEvents events) {

    private static final int FEW_LINES = 100;

    /** Where events go. */
    @FunctionalInterface
    interface RunEvents {
        void tell(WandbRunEvent.Kind kind, RunPath run, String detail);
    }

    void report(String what, Throwable cause) {
        reports.accept(what, cause);
    }

    void tell(WandbRunEvent.Kind kind, RunPath run, String detail) {
        events.tell(kind, run, detail);
    }

    /**
     * Begins at the newest anchor, if there is one, so that it is seen again.
     *
     * @param isToEnd whether to go on until nothing is shown behind, and not only until as many lines have come as are counted
     */
    HistoryScan scan(RunPath run, RunOffset offset, RunMark target, boolean isToEnd) {
        return offset.anchors()
                .newest()
                .map(anchor -> {
                    boolean isPassing = anchor.step() + 1 < offset.nextStep(); // nobody knows how many rows
                    long knownLines = 1 + offset.linesBehind();
                    return scan(run, offset, target, anchor.step(), knownLines, isToEnd || isPassing);
                })
                .orElseGet(() -> scanBehind(run, offset, target, isToEnd));
    }

    /** Begins at the position. */
    HistoryScan scanBehind(RunPath run, RunOffset offset, RunMark target, boolean isToEnd) {
        return scan(run, offset, target, offset.nextStep(), 0, isToEnd);
    }

    private HistoryScan scan(
            RunPath run, RunOffset offset, RunMark target, long fromStep, long knownLines, boolean isToEnd) {
        boolean isCounted = target.lines() > 0 && target.lines() >= offset.explained();
        long expected = isCounted ? knownLines + target.lines() - offset.explained() : 0;
        boolean isAll = isToEnd || !isCounted || target.isInactive();
        ScanRange.Until until = isAll ? untilAll(knownLines, expected) : untilKnown(expected);
        return client.history()
                .scan(
                        run,
                        new ScanRange(fromStep, OptionalLong.empty(), expected, until, offset.rowsPerStep(), whole())
                                .holding(pageBytes));
    }

    /** Nobody comes back to a run that has ended, so that neither its count nor its last step is believed, which may be too low. */
    private static ScanRange.Until untilAll(long knownLines, long expected) {
        boolean isLittle = knownLines > 0 && expected > 0 && expected <= FEW_LINES;
        return isLittle ? ScanRange.Until.ALL_AT_ONCE : ScanRange.Until.NOTHING_BEHIND;
    }

    private static ScanRange.Until untilKnown(long expected) {
        return expected == 0 ? ScanRange.Until.LAST_STEP : ScanRange.Until.EXPECTED_ROWS;
    }

    /** Reads these steps, once more. */
    HistoryScan scan(RunPath run, Window steps) {
        return client.history()
                .scan(
                        run,
                        ScanRange.whole(steps.from(), OptionalLong.of(steps.to()), whole())
                                .holding(pageBytes));
    }

    /** Reads whole rows: which of them are kept is decided here, so that every line of the run is accounted for. */
    RowForm whole() {
        return new RowForm(form.nonFinite(), Selection.all());
    }
}
