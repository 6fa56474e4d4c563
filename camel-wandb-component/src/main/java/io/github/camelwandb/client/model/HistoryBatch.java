// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.List;

/** Consecutive rows of one run: an immutable list, and JSON Lines as text, each row in its canonical form. */
public final class HistoryBatch extends RowBatch<HistoryRow> {

    private HistoryBatch(List<HistoryRow> rows) {
        super(rows);
    }

    /** A batch of these rows, in this order. */
    public static HistoryBatch of(List<HistoryRow> rows) {
        return new HistoryBatch(rows);
    }

    @Override
    void append(HistoryRow row, StringBuilder text) {
        row.appendTo(text);
    }
}
