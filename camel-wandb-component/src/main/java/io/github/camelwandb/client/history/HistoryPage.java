// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.List;

/**
 * Every row that a run has in a window of steps.
 *
 * @param window the steps it answers for
 * @param rows those that were selected, ascending by step
 * @param received the lines of history that it accounts for: also those not selected and those unusable
 * @param unusable lines without an integral {@code _step}, or that are no JSON object
 */
public record HistoryPage(Window window, List<HistoryRow> rows, int received, int unusable) {

    public HistoryPage {
        rows = List.copyOf(rows);
    }
}
