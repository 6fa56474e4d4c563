// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Late rows that have completed. Where the route fails on one of them all are looked for again, from the first: without this a route that
 * fails now and then would never see the last of many. Not thread-safe: its follower's own.
 */
final class LateRows {

    /** What is beyond comes again. */
    private static final int MOST = 10_000;

    private Set<String> keys = Set.of(); // most runs have none

    void completed(List<HistoryRow> rows) {
        for (HistoryRow row : rows) {
            if (keys.size() < MOST) {
                keys = keys.isEmpty() ? new HashSet<>() : keys;
                keys.add(RowMessages.keyInRun(row));
            }
        }
    }

    boolean haveCompleted(HistoryRow row) {
        return !keys.isEmpty() && keys.contains(RowMessages.keyInRun(row));
    }

    void forget() {
        keys = Set.of();
    }
}
