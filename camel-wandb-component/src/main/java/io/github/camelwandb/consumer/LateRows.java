// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Late rows that have completed. Where the route fails on one of them all are looked for again, from the first: without this a route that
 * fails now and then would never see the last of many. Not thread-safe: its follower's own.
 */
final class LateRows {

    /** What is beyond comes again. */
    private static final int MOST = 10_000;

    private Map<String, Integer> completed = Map.of(); // how often, by key; most runs have none

    void completed(List<HistoryRow> rows) {
        for (HistoryRow row : rows) {
            if (completed.size() < MOST) {
                completed = completed.isEmpty() ? new HashMap<>() : completed;
                completed.merge(RowMessages.keyInRun(row), 1, Integer::sum);
            }
        }
    }

    /** As they are by now. */
    LateRows copy() {
        LateRows copy = new LateRows();
        copy.completed = completed.isEmpty() ? completed : new HashMap<>(completed);
        return copy;
    }

    /** Whether the row is among them, and takes it: another one that is the same is another row. */
    boolean take(HistoryRow row) {
        if (completed.isEmpty()) {
            return false;
        }
        String key = RowMessages.keyInRun(row);
        int times = completed.getOrDefault(key, 0);
        completed.computeIfPresent(key, (same, left) -> left > 1 ? left - 1 : null);
        return times > 0;
    }

    void forget() {
        completed = Map.of();
    }
}
