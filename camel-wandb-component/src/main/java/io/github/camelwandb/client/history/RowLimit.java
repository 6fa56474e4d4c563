// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/**
 * How much of an answer is held, besides its first row.
 *
 * @param rows that are held at most
 * @param bytes of their JSON after which no more are held: rows may have thousands of metrics
 */
record RowLimit(int rows, long bytes) {

    /** Of a page: rows of 1 KiB are as many as a page should have. */
    static final long PAGE_BYTES = 1 << 20;

    /** Of an answer to several questions, in all. */
    static final long SHARED_BYTES = 8 * PAGE_BYTES;

    /**
     * How many pages may be read at once, if they are as large as this one: rather one after the other than many large ones.
     *
     * @param most that they may be together
     */
    static long pages(long bytes, long most) {
        return Math.max(1, Math.min(2 * PAGE_BYTES, most) / Math.max(1, bytes));
    }

    /** @param rows for a page of these steps: one step cannot be divided */
    static RowLimit ofPage(Window window, int rows) {
        return new RowLimit(rows, window.width() == 1 ? Long.MAX_VALUE : PAGE_BYTES);
    }

    /**
     * For one of the questions that share an answer: as many rows as are likely to come.
     *
     * @param expectedRows about how many there are
     */
    RowLimit shared(long expectedRows, int questions) {
        return new RowLimit((int) Math.min(rows, 2 * expectedRows + 100), Math.min(bytes, SHARED_BYTES / questions));
    }
}
