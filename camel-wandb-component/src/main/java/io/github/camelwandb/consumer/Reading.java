// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a run, from an offset to the end of what its listing promised: pages one after the other, cut into batches.
 * At most one page waits behind the one being delivered. Not thread-safe: its follower's own.
 */
final class Reading {

    /**
     * Rows to hand over, none where all were filtered out.
     *
     * @param after the offset that holds when they and all before them have completed
     */
    record Batch(List<HistoryRow> rows, RunOffset after) {}

    private final HistoryScan scan;
    private final RunMark target;
    private final Selection selection;
    private final int batchSize;

    private CompletableFuture<Optional<HistoryPage>> ahead;
    private RunOffset pageStart;
    private @Nullable HistoryPage page;
    private int used;

    Reading(HistoryScan scan, RunOffset from, RunMark target, Selection selection, int batchSize) {
        this.scan = scan;
        this.pageStart = from;
        this.target = target;
        this.selection = selection;
        this.batchSize = batchSize;
        this.ahead = scan.next();
    }

    /** The listing this reading answers. */
    RunMark target() {
        return target;
    }

    /** The page after the current one, or nothing at the end; to be given to {@link #turnTo}. */
    CompletableFuture<Optional<HistoryPage>> nextPage() {
        return ahead;
    }

    void turnTo(HistoryPage next) {
        if (page != null) {
            pageStart = endOf(page);
        }
        page = next;
        used = 0;
        ahead = scan.next();
    }

    /** Whether the current page holds rows that were not yet taken. */
    boolean hasBatch() {
        return page != null && used < page.rows().size();
    }

    /** The next rows of the current page. */
    Batch nextBatch() {
        HistoryPage page = Objects.requireNonNull(this.page);
        List<HistoryRow> rows = page.rows();
        List<HistoryRow> kept = new ArrayList<>(Math.min(batchSize, rows.size() - used));
        while (used < rows.size()) {
            Optional<HistoryRow> selected = selection.apply(rows.get(used));
            if (selected.isPresent() && kept.size() == batchSize) {
                break;
            }
            selected.ifPresent(kept::add);
            used++;
        }
        return new Batch(kept, used == rows.size() ? endOf(page) : offsetBefore(rows, used));
    }

    private RunOffset endOf(HistoryPage whole) {
        List<HistoryRow> rows = whole.rows();
        return pageStart.after(rows.get(rows.size() - 1).step() + 1, whole.received());
    }

    /** A position moves a whole step at a time: rows of one step are delivered again together. */
    private RunOffset offsetBefore(List<HistoryRow> rows, int index) {
        long step = rows.get(index).step();
        int firstOfStep = index;
        while (firstOfStep > 0 && rows.get(firstOfStep - 1).step() == step) {
            firstOfStep--;
        }
        long nextStep = firstOfStep == index ? rows.get(index - 1).step() + 1 : step;
        return pageStart.after(nextStep, firstOfStep);
    }
}
