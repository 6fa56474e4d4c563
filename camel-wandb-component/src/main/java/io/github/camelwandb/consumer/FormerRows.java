// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import java.time.Clock;

/**
 * Rows of before a rewrite, which a server's replica that lags may still show after it. Not thread-safe: its follower's own.
 */
final class FormerRows {

    private final Anchor decisive;
    private final Since shown;

    /** @param decisive the row that showed the rewrite */
    FormerRows(Anchor decisive, Clock clock) {
        this.decisive = decisive;
        this.shown = new Since(clock, LineCount.LAG);
    }

    /** Whether what is delivered is beyond the decisive row: there each reading begins with one that tells. */
    boolean arePassed(RunOffset offset) {
        return offset.nextStep() > decisive.step();
    }

    /** Whether the page is of before the rewrite. What has stayed for long is not, whatever the clock of its writer said. */
    boolean areIn(HistoryPage page) {
        return decisive.isYetToCome(page.rows()) && !shown.begun().isLongEnough();
    }
}
