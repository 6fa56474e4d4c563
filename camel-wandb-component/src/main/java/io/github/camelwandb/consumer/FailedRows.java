// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.OnRowFailure;
import java.util.HashMap;
import java.util.Map;

/**
 * How often the route has failed on which rows of a run, and what is given up. A batch that keeps failing is handed over row by row, so
 * that only the row at fault is. Rows go by their place in the generation. Not thread-safe: its follower's own.
 */
final class FailedRows {

    private final boolean mayGiveUp;
    private final int attempts;
    private final int batchSize;
    private Map<Long, Integer> failures = Map.of(); // most runs have none
    private long singlyBefore = Long.MIN_VALUE;

    FailedRows(OnRowFailure policy, int attempts, int batchSize) {
        this.mayGiveUp = policy == OnRowFailure.SKIP;
        this.attempts = attempts;
        this.batchSize = batchSize;
    }

    /** How many rows to hand over together, from this one on. */
    int batchSizeAt(long row) {
        return row < singlyBefore ? 1 : batchSize;
    }

    void failed(long row, int size) {
        if (!mayGiveUp) {
            return;
        }
        failures = failures.isEmpty() ? new HashMap<>() : failures;
        if (failures.merge(row, 1, Integer::sum) >= attempts && size > 1) {
            failures.remove(row);
            singlyBefore = Math.max(singlyBefore, row + size);
        }
    }

    void completed(long row) {
        if (!failures.isEmpty()) {
            failures.remove(row);
        }
    }

    /** Whether so many rows from this one on are to be passed over. */
    boolean areGivenUp(long row, int size) {
        return size == 1 && failures.getOrDefault(row, 0) >= attempts;
    }

    /** The rows have other places now. */
    void forget() {
        failures = Map.of();
        singlyBefore = Long.MIN_VALUE;
    }
}
