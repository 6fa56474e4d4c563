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
 */
public record ScanRange(
        long fromStep, OptionalLong toStep, long expectedRows, Until until, double rowsPerStep, RowForm form) {

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

    /** Of a history of which nothing is known: all of it from a step on. */
    public static ScanRange whole(long fromStep, OptionalLong toStep, RowForm form) {
        return new ScanRange(fromStep, toStep, 0, Until.LAST_STEP, 1, form);
    }
}
