// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** What follows when rows that were delivered are no longer what W&amp;B shows: a run was rewound, overwritten or created anew. */
public enum OnHistoryRewrite {
    /** Rows come again from the last remembered one that still stands. */
    REPLAY,
    /** Only rows above the highest step that was delivered come. */
    CONTINUE,
    /** The run is held. */
    STOP
}
