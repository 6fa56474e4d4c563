// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of before a rewrite, which a server's replica that lags may still show after it. Not thread-safe: its follower's own.
 */
final class FormerRows {

    private final Since shown;
    private @Nullable Anchor decisive; // until what is delivered has passed it

    FormerRows(Clock clock) {
        this.shown = new Since(clock, LineCount.LAG);
    }

    /** @param by the row that showed it, if it was not that rows are missing */
    void rewritten(Optional<Anchor> by) {
        decisive = by.orElse(null);
        shown.ended();
    }

    /** Whether the page is of before the rewrite. What has stayed for long is not, whatever the clock of its writer said. */
    boolean areIn(HistoryPage page, RunOffset offset) {
        Anchor first = decisive;
        if (first == null) {
            return false;
        }
        if (offset.nextStep() > first.step()) {
            decisive = null;
            return false;
        }
        return first.isYetToCome(page.rows()) && !shown.begun().isLongEnough();
    }
}
