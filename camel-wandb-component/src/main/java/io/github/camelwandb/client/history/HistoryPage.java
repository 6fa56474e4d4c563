// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every row that a run has in a window of steps.
 *
 * @param window the steps it answers for
 * @param rows those that were selected, ascending by step
 * @param bytes of the JSON of these rows, about; more than a page should have if it ends early for that reason
 * @param received the lines of history that it accounts for: also those not selected and those unusable
 * @param unusable ascending: of each line without an integral {@code _step}, or that is no JSON object, how many rows are before it, also of those
 *     not selected
 * @param runCreatedAt when the run was created whose rows they are, null if the server does not say: its replicas may still have one that had
 *     the same id
 */
public record HistoryPage(
        Window window,
        List<HistoryRow> rows,
        long bytes,
        int received,
        List<Integer> unusable,
        @Nullable Instant runCreatedAt) {

    public HistoryPage {
        rows = List.copyOf(rows);
        unusable = List.copyOf(unusable);
    }

    /** Together with the page of the same run that begins where this one ends; this one has no unusable lines. */
    HistoryPage and(HistoryPage next) {
        List<HistoryRow> all = new ArrayList<>(rows);
        all.addAll(next.rows);
        return new HistoryPage(
                new Window(window.from(), next.window.to()),
                all,
                bytes + next.bytes,
                received + next.received,
                next.unusable.stream().map(place -> place + received).toList(),
                runCreatedAt);
    }

    /** What it has from a step of its window on; of a page without unusable lines, of which every row was selected. */
    HistoryPage from(long step) {
        List<HistoryRow> rest =
                rows.stream().dropWhile(row -> row.step() < step).toList();
        return new HistoryPage(new Window(step, window.to()), rest, bytes, rest.size(), unusable, runCreatedAt);
    }

    /** How many lines there are up to the last of the first so many rows, if all were selected. */
    public int linesUpTo(int rowCount) {
        int lines = rowCount;
        for (int place : unusable) { // ascending, and nearly always none
            if (place >= rowCount) {
                break;
            }
            lines++;
        }
        return lines;
    }

    /** How many lines there are behind the last row, if all were selected. */
    public int linesBehind() {
        return rows.size() + unusable.size() - linesUpTo(rows.size());
    }
}
