// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.RowForm;
import io.github.camelwandb.client.history.ScanRange;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.model.RunPath;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * What all followers of a consumer share.
 *
 * @param skipsFirstRows whether runs start at a step of the user's choice, so that the lines before it are never read
 * @param retryDelay the first wait after a failure
 * @param reports where errors of one run go: to the consumer's exception handler
 */
record FollowerContext(
        WandbClient client,
        Offsets offsets,
        Delivery delivery,
        RowMessages messages,
        Slots slots,
        RowForm form,
        int rowsPerExchange,
        int maxInFlight,
        boolean skipsFirstRows,
        Clock clock,
        Duration retryDelay,
        BiConsumer<String, Throwable> reports) {

    void report(String what, Throwable cause) {
        reports.accept(what, cause);
    }

    /** Reads whole rows: which of them are kept is decided here, so that every line of the run is accounted for. */
    HistoryScan scan(RunPath run, RunOffset offset, long expectedRows) {
        RowForm whole = new RowForm(form.nonFinite(), Selection.all());
        return client.history()
                .scan(
                        run,
                        new ScanRange(
                                offset.nextStep(), OptionalLong.empty(), expectedRows, offset.rowsPerStep(), whole));
    }
}
