// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;

/** Consecutive rows of one run: an immutable list, and JSON Lines as text. */
public final class HistoryBatch extends AbstractList<HistoryRow> {

    private final List<HistoryRow> rows;

    private HistoryBatch(List<HistoryRow> rows) {
        this.rows = rows;
    }

    /** A batch of these rows, in this order. */
    public static HistoryBatch of(List<HistoryRow> rows) {
        return new HistoryBatch(List.copyOf(rows));
    }

    @Override
    public HistoryRow get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** The canonical text of each row, every line ended by {@code \n}, the last one too. */
    public String jsonLines() {
        StringBuilder text = new StringBuilder();
        for (HistoryRow row : rows) {
            row.appendTo(text);
            text.append('\n');
        }
        return text.toString();
    }

    /** {@link #jsonLines()} in UTF-8. */
    public byte[] utf8() {
        return jsonLines().getBytes(StandardCharsets.UTF_8);
    }
}
