// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.List;

/**
 * What a page covered, to find out whether the server has more there.
 *
 * @param window the steps it answered for
 * @param rows how many rows it had
 * @param middle in the middle of its rows, a step of the window that is not its first one if it has others
 */
public record PageExtent(Window window, int rows, long middle) {

    /** Of a page of which all rows were selected. */
    public static PageExtent of(HistoryPage page) {
        Window window = page.window();
        long middle = middle(window, page.rows());
        return new PageExtent(
                window, page.rows().size(), Math.max(window.from() + 1, Math.min(window.to() - 1, middle)));
    }

    /** Among the rows, not the steps: they may all be in the first part of a wide window, and cut off there. */
    private static long middle(Window window, List<HistoryRow> rows) {
        if (rows.isEmpty()) {
            return window.from() + window.width() / 2;
        }
        long middle = rows.get(rows.size() / 2).step();
        return middle > rows.get(0).step() ? middle : middle + 1;
    }
}
