// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.List;
import java.util.Optional;

/**
 * A delivered row that is remembered, to be found again: W&amp;B rewrites histories without saying so.
 *
 * @param step its step
 * @param timestamp its {@code _timestamp} in seconds, NaN if it has none
 * @param rows how many rows of the generation were delivered or passed over up to this one, itself among them; of rows that were there
 *     before the run was followed, how many lie between them and the last of these, about, as a negative number
 */
record Anchor(long step, double timestamp, long rows) {

    static Anchor at(HistoryRow row, long rows) {
        return new Anchor(row.step(), timestampOf(row), rows);
    }

    /** Whether one of the rows that are now at its step is the row that was delivered. */
    boolean isAmong(List<HistoryRow> rows) {
        return rows.stream().anyMatch(row -> row.step() == step && Double.compare(timestampOf(row), timestamp) == 0);
    }

    /** The row at its step that shows that it was replaced, if one does: older ones may have stood beside it, and it is hidden. */
    Optional<Anchor> replacement(List<HistoryRow> there) {
        return there.stream()
                .filter(row -> !(timestampOf(row) < timestamp))
                .reduce((first, second) -> second)
                .map(row -> at(row, rows));
    }

    /** Whether there are only older rows at its step. */
    boolean isYetToCome(List<HistoryRow> rows) {
        List<HistoryRow> there = rows.stream().filter(row -> row.step() == step).toList();
        return !there.isEmpty() && there.stream().allMatch(row -> timestampOf(row) < timestamp);
    }

    private static double timestampOf(HistoryRow row) {
        return row.get("_timestamp") instanceof Number seconds ? seconds.doubleValue() : Double.NaN;
    }
}
