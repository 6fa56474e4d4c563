// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.OptionalLong;

/**
 * What a scan reads.
 *
 * @param fromStep the first step
 * @param toStep the step to end before; empty for the end of the history
 * @param expectedRows how many lines of history there should be: when so many have come, the scan ends without asking for more; 0 if
 *     unknown, then it asks for the last step first
 * @param rowsPerStep how many rows a step has on average, more than 0 and at most 1; 1 if unknown
 * @param form how rows are wanted
 */
public record ScanRange(long fromStep, OptionalLong toStep, long expectedRows, double rowsPerStep, RowForm form) {

    public ScanRange {
        if (fromStep < 0) {
            throw new IllegalArgumentException("a scan cannot begin at step " + fromStep);
        }
        if (!(rowsPerStep > 0 && rowsPerStep <= 1)) {
            throw new IllegalArgumentException("rows per step must be more than 0 and at most 1: " + rowsPerStep);
        }
    }
}
