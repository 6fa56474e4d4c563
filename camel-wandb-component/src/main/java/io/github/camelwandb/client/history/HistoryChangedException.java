// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/** STUB until reading is merged. */
public final class HistoryChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
