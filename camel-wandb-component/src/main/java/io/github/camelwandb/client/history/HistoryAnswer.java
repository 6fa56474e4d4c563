// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one answer as they came, before anything is believed of it.
 *
 * @param runFound whether the server knows the run
 * @param runCreatedAt when the run was created, null if the server does not say
 * @param rows the first of them, at most as many as may be held
 * @param cut the step of the first row that is not held
 * @param bytes of the JSON of those rows, and of the first that is not held
 * @param received all lines
 * @param unusable of each line that is no row, how many rows came before it
 * @param isOrdered whether all rows came ascending by step
 * @param lowest the lowest step, meaningless if there is no row
 * @param highest the highest step, meaningless if there is no row
 */
record HistoryAnswer(
        boolean runFound,
        @Nullable Instant runCreatedAt,
        List<HistoryRow> rows,
        OptionalLong cut,
        long bytes,
        int received,
        List<Integer> unusable,
        boolean isOrdered,
        long lowest,
        long highest) {

    /** The server knows no such run. */
    static final HistoryAnswer NO_RUN = new HistoryAnswer(
            false, null, List.of(), OptionalLong.empty(), 0, 0, List.of(), true, Long.MAX_VALUE, Long.MIN_VALUE);

    /** The same, of which no row is held. */
    HistoryAnswer withoutRows() {
        OptionalLong first = OptionalLong.of(rows.get(0).step());
        return new HistoryAnswer(
                runFound, runCreatedAt, List.of(), first, bytes, received, unusable, isOrdered, lowest, highest);
    }

    /** Whether rows came that are not held. */
    boolean isCut() {
        return cut.isPresent();
    }

    boolean hasRows() {
        return received > unusable.size();
    }

    /** The same without the rows of the highest step, if it is this one and all rows are held. */
    HistoryAnswer withoutLast(long step) {
        if (highest != step || isCut()) {
            return this;
        }
        List<HistoryRow> others = rows.stream().filter(row -> row.step() < step).toList();
        int first = 0; // of those that are left out
        while (rows.get(first).step() < step) {
            first++;
        }
        int kept = first;
        List<Integer> unusableBefore =
                unusable.stream().filter(place -> place <= kept).toList();
        long last = others.stream().mapToLong(HistoryRow::step).max().orElse(Long.MIN_VALUE);
        return new HistoryAnswer(
                runFound,
                runCreatedAt,
                others,
                cut,
                bytes,
                others.size() + unusableBefore.size(),
                unusableBefore,
                isOrdered,
                lowest,
                last);
    }
}
