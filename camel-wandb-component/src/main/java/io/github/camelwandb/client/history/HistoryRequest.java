// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;

/**
 * The rows of one run in a window of steps.
 *
 * @param samples more than there can be: a server that has more answers with a selection of them
 * @param nonFinite how NaN and infinities appear
 * @param expectedRows about how many there are; {@link WindowWidth#PAGE_ROWS} if unknown
 * @param limit of what is held of them
 * @param timesOnly whether only their steps and times are held
 */
record HistoryRequest(
        RunPath run,
        Window window,
        int samples,
        NonFinite nonFinite,
        long expectedRows,
        RowLimit limit,
        boolean timesOnly)
        implements SharedRequests.Question {

    /** @param maxRows how many rows are held */
    static HistoryRequest of(RunPath run, Window window, NonFinite nonFinite, long expectedRows, int maxRows) {
        // steps may be repeated, so that a window can hold more rows than steps; one step cannot be divided
        int spare = window.width() == 1 ? PageQuery.MAX_ROWS - 1 : WindowWidth.PAGE_ROWS;
        int samples = (int) Math.min(Integer.MAX_VALUE, window.width() + spare);
        return new HistoryRequest(
                run, window, samples, nonFinite, expectedRows, RowLimit.ofPage(window, maxRows), false);
    }

    /** For the times of the rows at a step. */
    static HistoryRequest ofTimes(RunPath run, long step) {
        HistoryRequest whole = of(run, new Window(step, step + 1), NonFinite.STRING, 1, PageQuery.MAX_ROWS);
        return new HistoryRequest(
                run, whole.window, whole.samples, whole.nonFinite, whole.expectedRows, whole.limit, true);
    }

    /** The same for a server that takes no more samples: an answer of so many rows may be a selection. */
    HistoryRequest withSamples(int most) {
        return new HistoryRequest(run, window, most, nonFinite, expectedRows, limit, timesOnly);
    }
}
