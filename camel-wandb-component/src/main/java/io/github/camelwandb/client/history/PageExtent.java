// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a page covered, to find out whether the server has more there.
 *
 * @param rows how many rows it had
 * @param tail how many steps of it are behind its last row; 0 if it had none
 * @param end up to where they are all there if the answer may have ended early
 * @param rowsBelow how many of them are below that
 * @param parts its window, cut in the middle of its rows, before and behind the last one: rows may be thinned out, or the answer may have ended there
 */
public record PageExtent(int rows, long tail, long end, int rowsBelow, List<Window> parts) {

    /** Of a page of which all rows were selected. */
    public static PageExtent of(HistoryPage page) {
        List<HistoryRow> rows = page.rows();
        Window window = page.window();
        if (rows.isEmpty()) {
            return new PageExtent(
                    0, 0, window.to(), 0, parts(window, window.from() + window.width() / 2, window.to(), window.to()));
        }
        long last = rows.get(rows.size() - 1).step();
        long end = end(rows);
        return new PageExtent(
                rows.size(),
                window.to() - last - 1,
                end,
                (int) rows.stream().filter(row -> row.step() < end).count(),
                parts(window, rows.get(rows.size() / 2).step(), end, last + 1));
    }

    /** Up to where rows are all there if the answer may have ended early: perhaps within the rows of its last step. */
    static long end(List<HistoryRow> rows) {
        long last = rows.get(rows.size() - 1).step();
        return last > rows.get(0).step() ? last : last + 1;
    }

    private static List<Window> parts(Window window, long... borders) {
        List<Window> parts = new ArrayList<>();
        long from = window.from();
        for (long border : borders) {
            if (border > from) {
                parts.add(new Window(from, border));
                from = border;
            }
        }
        if (from < window.to()) {
            parts.add(new Window(from, window.to()));
        }
        return List.copyOf(parts);
    }

    Window window() {
        return new Window(parts.get(0).from(), parts.get(parts.size() - 1).to());
    }
}
