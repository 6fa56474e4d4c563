// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.List;

/** Rows of one run's system metrics, by time: an immutable list, and JSON Lines as text. */
public final class SystemBatch extends RowBatch<SystemRow> {

    private SystemBatch(List<SystemRow> rows) {
        super(rows);
    }

    /** A batch of these rows, in this order. */
    public static SystemBatch of(List<SystemRow> rows) {
        return new SystemBatch(rows);
    }

    @Override
    void append(SystemRow row, StringBuilder text) {
        text.append(row.json());
    }
}
