// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnRowFailure;
import io.github.camelwandb.client.model.HistoryRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often the route has failed on which rows of a run, and what is given up. A batch that keeps failing is handed over row by row, so
 * that only the row at fault is. Rows go by their place in the generation, and what came to be in the place of one has not failed. Not
 * thread-safe: its follower's own.
 */
final class FailedRows {

    private final boolean mayGiveUp;
    private final int attempts;
    private final int batchSize;
    private Map<Long, Failures> failures = Map.of(); // most runs have none
    private long singlyBefore = Long.MIN_VALUE;

    private record Failures(HistoryRow first, int count, boolean isGivenUp) {}

    FailedRows(OnRowFailure policy, int attempts, int batchSize) {
        this.mayGiveUp = policy == OnRowFailure.SKIP;
        this.attempts = attempts;
        this.batchSize = batchSize;
    }

    /** How many rows to hand over together, from this one on. */
    int batchSizeAt(long row) {
        return row < singlyBefore ? 1 : batchSize;
    }

    /** @param rows from this place on */
    void failed(long row, List<HistoryRow> rows) {
        if (!mayGiveUp) {
            return;
        }
        failures = failures.isEmpty() ? new HashMap<>() : failures;
        HistoryRow first = rows.get(0);
        int count = countOf(row, first) + 1;
        failures.put(row, new Failures(first, count, false));
        if (count >= attempts && rows.size() > 1) {
            failures.remove(row);
            singlyBefore = Math.max(singlyBefore, row + rows.size());
        }
    }

    private int countOf(long row, HistoryRow first) {
        @Nullable Failures known = failures.get(row);
        return known == null || !known.first.equals(first) ? 0 : known.count;
    }

    void completed(long row) {
        if (!failures.isEmpty()) {
            failures.remove(row);
        }
    }

    /** The row at this place is passed over; answers whether that is new: rows of its step may have to come again, and it with them. */
    boolean giveUp(long row) {
        @Nullable Failures known = failures.get(row);
        if (known == null || known.isGivenUp) {
            return false;
        }
        failures.put(row, new Failures(known.first, known.count, true));
        return true;
    }

    /** Rows before this place do not come again. */
    void passed(long row) {
        if (!failures.isEmpty()) {
            failures.keySet().removeIf(place -> place >= 0 && place < row);
        }
    }

    /** Whether the rows from this place on are to be passed over. */
    boolean areGivenUp(long row, List<HistoryRow> rows) {
        return rows.size() == 1 && countOf(row, rows.get(0)) >= attempts;
    }

    /** The rows have other places now. */
    void forget() {
        failures = Map.of();
        singlyBefore = Long.MIN_VALUE;
    }
}
