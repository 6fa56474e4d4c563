// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.OptionalLong;

/**
 * What a scan reads.
 *
 * @param fromStep the first step
 * @param toStep the step to end before; empty for the end of the history
 * @param expectedRows about how many lines of history there should be; 0 if unknown
 * @param isToLastStep whether the server is asked for its last step when the expected lines have come, and all up to it is read;
 *     otherwise the scan ends then
 * @param rowsPerStep how many rows a step has on average, more than 0 and at most 1; 1 if unknown
 * @param form how rows are wanted
 */
public record ScanRange(
        long fromStep, OptionalLong toStep, long expectedRows, boolean isToLastStep, double rowsPerStep, RowForm form) {

    public ScanRange {
        if (fromStep < 0) {
            throw new IllegalArgumentException("a scan cannot begin at step " + fromStep);
        }
        if (expectedRows == 0 && !isToLastStep) {
            throw new IllegalArgumentException("a scan that expects nothing is to the last step");
        }
        if (!(rowsPerStep > 0 && rowsPerStep <= 1)) {
            throw new IllegalArgumentException("rows per step must be more than 0 and at most 1: " + rowsPerStep);
        }
    }

    /** Of a history of which nothing is known: all of it from a step on. */
    public static ScanRange whole(long fromStep, OptionalLong toStep, RowForm form) {
        return new ScanRange(fromStep, toStep, 0, true, 1, form);
    }
}
