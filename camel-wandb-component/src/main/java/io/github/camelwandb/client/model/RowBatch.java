// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;

/** Rows of one run, in their order: an immutable list, and JSON Lines as text. */
public abstract sealed class RowBatch<R> extends AbstractList<R> permits HistoryBatch, SystemBatch {

    private final List<R> rows;

    RowBatch(List<R> rows) {
        this.rows = List.copyOf(rows);
    }

    @Override
    public R get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    abstract void append(R row, StringBuilder text);

    /** The text of each row, every line ended by {@code \n}, the last one too. */
    public String jsonLines() {
        StringBuilder text = new StringBuilder();
        for (R row : rows) {
            append(row, text);
            text.append('\n');
        }
        return text.toString();
    }

    /** {@link #jsonLines()} in UTF-8. */
    public byte[] utf8() {
        return jsonLines().getBytes(StandardCharsets.UTF_8);
    }
}
