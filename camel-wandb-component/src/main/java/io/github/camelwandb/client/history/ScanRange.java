// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.OptionalLong;

/**
 * What a scan reads.
 *
 * @param fromStep the first step
 * @param toStep the step to end before; empty for the end of the history
 * @param expectedRows about how many lines of history there should be; 0 if unknown
 * @param until where the scan ends if there is no {@code toStep}
 * @param rowsPerStep how many rows a step has on average, more than 0 and at most 1; 1 if unknown
 * @param form how rows are wanted
 * @param maxBytes of the JSON of its pages that are to be held at once, about: at least one page is
 */
public record ScanRange(
        long fromStep,
        OptionalLong toStep,
        long expectedRows,
        Until until,
        double rowsPerStep,
        RowForm form,
        long maxBytes) {

    /** Of pages that are held at once: of one a page is used, the next one is handed out, and the one after it read. */
    private static final int GROUPS = 3;

    /** What is taken for the end of a history: W&amp;B's counts and last steps may lag behind the rows. */
    public enum Until {
        /** The last of the expected lines. */
        EXPECTED_ROWS,
        /** The last step that the server knows. */
        LAST_STEP,
        /** A step behind which the server shows nothing, whatever it counts and knows. */
        NOTHING_BEHIND,
        /** The same, of so few rows that one request is to ask for all that may come. */
        ALL_AT_ONCE;

        boolean isBehindAll() {
            return this == NOTHING_BEHIND || this == ALL_AT_ONCE;
        }
    }

    public ScanRange {
        if (fromStep < 0) {
            throw new IllegalArgumentException("a scan cannot begin at step " + fromStep);
        }
        if (expectedRows == 0 && until == Until.EXPECTED_ROWS) {
            throw new IllegalArgumentException("a scan that expects nothing has no last row");
        }
        if (!(rowsPerStep > 0 && rowsPerStep <= 1)) {
            throw new IllegalArgumentException("rows per step must be more than 0 and at most 1: " + rowsPerStep);
        }
    }

    public ScanRange(
            long fromStep, OptionalLong toStep, long expectedRows, Until until, double rowsPerStep, RowForm form) {
        this(fromStep, toStep, expectedRows, until, rowsPerStep, form, Long.MAX_VALUE);
    }

    /** The same, of which so much is held at most, unless one page is more. */
    public ScanRange holding(long bytes) {
        return new ScanRange(fromStep, toStep, expectedRows, until, rowsPerStep, form, bytes);
    }

    /** How much the pages may be that are read together. */
    long groupBytes() {
        return maxBytes / GROUPS;
    }

    /** Of a history of which nothing is known: all of it from a step on. */
    public static ScanRange whole(long fromStep, OptionalLong toStep, RowForm form) {
        return new ScanRange(fromStep, toStep, 0, Until.LAST_STEP, 1, form);
    }
}
