// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What W&amp;B says of the exported part of a history: it writes rows to parquet files some hours after a run has ended, and may then show
 * them only there.
 *
 * @param isThere whether there is an export
 * @param liveFrom the lowest step that is not exported yet; empty if there is none
 */
public record Export(boolean isThere, OptionalLong liveFrom) {

    static final Export NONE = new Export(false, OptionalLong.empty());

    /** Whether rows at this step are in the export, and not live. */
    public boolean covers(long step) {
        return isThere && step < liveFrom.orElse(Long.MAX_VALUE);
    }

    /**
     * Whether the live API leaves the exported rows out.
     *
     * @param firstLive the first step that the live API shows, empty if it shows none
     */
    public boolean hides(Optional<Long> firstLive) {
        return isThere && firstLive.map(step -> !covers(step)).orElse(true);
    }
}
