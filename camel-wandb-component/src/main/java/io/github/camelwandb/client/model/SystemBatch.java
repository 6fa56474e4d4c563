// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;

/** Rows of one run's system metrics, by time: an immutable list, and JSON Lines as text. */
public final class SystemBatch extends AbstractList<SystemRow> {

    private final List<SystemRow> rows;

    private SystemBatch(List<SystemRow> rows) {
        this.rows = rows;
    }

    /** A batch of these rows, in this order. */
    public static SystemBatch of(List<SystemRow> rows) {
        return new SystemBatch(List.copyOf(rows));
    }

    @Override
    public SystemRow get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** The canonical text of each row, every line ended by {@code \n}, the last one too. */
    public String jsonLines() {
        StringBuilder text = new StringBuilder();
        for (SystemRow row : rows) {
            text.append(row.json()).append('\n');
        }
        return text.toString();
    }

    /** {@link #jsonLines()} in UTF-8. */
    public byte[] utf8() {
        return jsonLines().getBytes(StandardCharsets.UTF_8);
    }
}
