// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryChangedException;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.Window;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.RunPath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks into lines that W&amp;B counts and that were not read: counts again what was delivered, has late rows delivered, and finds out
 * about what is missing still. Not thread-safe: its follower's own.
 */
final class Recount {

    /** So often it counts again, in pages that get shorter by half: enough for pages of one row. */
    private static final int MOST_COUNTS = 16;

    private final FollowerContext context;
    private final LateRows completed = new LateRows();
    private Finding.@Nullable Late late; // being read and delivered
    private @Nullable Window reread; // the steps of the late rows that were delivered last

    /** What there is to do. */
    sealed interface Finding {

        /** Among these steps there may be rows that were not delivered. */
        record Late(Audit counted, Window steps) implements Finding {

            /** How many rows there are at least. */
            long rows() {
                return counted.rowsIn(steps);
            }
        }

        /** All lines are accounted for, or not fewer than before: the offset says so. */
        record Explained(RunMark target, RunOffset offset) implements Finding {}

        /** The server shows now more, now less: to be counted again later. */
        record Unsteady() implements Finding {}

        /** Lines are in the export, and only there. */
        record Exported(RunMark target, RunOffset offset) implements Finding {}

        /** The server does not have lines that it counts: the offset without them, and the one that accepts that. */
        record Missing(RunMark target, RunOffset offset, RunOffset accepting) implements Finding {}
    }

    Recount(FollowerContext context) {
        this.context = context;
    }

    /** @param target the listing that counts lines that were not read */
    CompletableFuture<Finding> begin(RunPath run, RunOffset offset, RunMark target) {
        late = null;
        return count(run, offset, target, MOST_COUNTS)
                .thenCompose(steady -> steady.map(counted -> counted.changed()
                                .map(steps -> late(counted, steps))
                                .orElseGet(() -> explain(run, counted)))
                        .orElseGet(() -> CompletableFuture.completedFuture(new Finding.Unsteady())));
    }

    /** Reads the late rows that have not completed yet. */
    Reading reading(RunPath run, RunOffset offset, Finding.Late found) {
        late = found;
        return Reading.late(
                context.scan(run, found.steps()),
                offset,
                found.counted().target(),
                context.form().selection(),
                completed);
    }

    /** Late rows have completed: they do not come again if others fail. */
    void rowsCompleted(List<HistoryRow> rows) {
        completed.completed(rows);
    }

    /** All late rows of the reading have completed. */
    CompletableFuture<Finding> lateRowsDelivered(RunPath run, Reading ended) {
        Finding.Late found = Objects.requireNonNull(late, "late rows were read");
        if (ended.rows() < found.rows()) { // in shorter pages the next time, if some were left out
            return ended.suspects()
                    .areShort(context.client().history(), run)
                    .thenApply(isMore -> new Finding.Unsteady());
        }
        late = null;
        reread = found.steps();
        return explain(run, found.counted());
    }

    /** It has come to its end: what is late the next time are other rows. */
    void forgetLateRows() {
        completed.forget();
    }

    private static CompletableFuture<Finding> late(Audit counted, Window steps) {
        return CompletableFuture.completedFuture(new Finding.Late(counted, steps));
    }

    /** In shorter pages if the server leaves rows out of long ones; empty if it still does after so many counts. */
    private CompletableFuture<Optional<Audit>> count(RunPath run, RunOffset offset, RunMark target, int counts) {
        Audit counting = new Audit(offset, target);
        if (counting.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(counting));
        }
        if (counts == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return count(run, offset, counting, context.scan(run, counting.window()))
                .thenCompose(counted -> hasLeftOut(run, counted)
                        .thenCompose(isMore -> isMore
                                ? count(run, offset, target, counts - 1)
                                : CompletableFuture.completedFuture(Optional.of(counted))));
    }

    private static CompletableFuture<Audit> count(RunPath run, RunOffset offset, Audit counting, HistoryScan scan) {
        return scan.next().thenCompose(page -> {
            if (page.isPresent() && !offset.isOf(page.get().runCreatedAt())) {
                long step = page.get().window().from();
                return CompletableFuture.failedFuture(new HistoryChangedException(run, step));
            }
            page.ifPresent(counting::count);
            return page.isPresent() ? count(run, offset, counting, scan) : CompletableFuture.completedFuture(counting);
        });
    }

    private CompletableFuture<Boolean> hasLeftOut(RunPath run, Audit counted) {
        return counted.isShort()
                ? counted.suspects().areShort(context.client().history(), run)
                : CompletableFuture.completedFuture(false);
    }

    private CompletableFuture<Finding> explain(RunPath run, Audit counted) {
        RunMark target = counted.target();
        RunOffset recounted = counted.recounted();
        RunOffset accepting = recounted.accepting(target);
        if (accepting.accepted() <= recounted.accepted()) {
            return CompletableFuture.completedFuture(new Finding.Explained(target, accepting));
        }
        return context.client().history().export(run).thenCompose(export -> {
            if (!export.hides(counted.firstStep())) {
                return CompletableFuture.completedFuture(new Finding.Missing(target, recounted, accepting));
            }
            return counted.besideHidden()
                    .filter(steps -> reread == null || !reread.contains(steps))
                    .map(steps -> late(counted, steps))
                    .orElseGet(() -> CompletableFuture.completedFuture(
                            new Finding.Exported(target, counted.recountedBesideHidden())));
        });
    }
}
