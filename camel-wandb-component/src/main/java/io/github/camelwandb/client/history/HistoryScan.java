// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.RunPath;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a run window by window, each row once and in order. One call at a time.
 *
 * <p>It ends without a further request as soon as the expected rows have come. Where fewer come than expected, it asks for the last step
 * and goes on to that one: steps may be sparse, and an empty window is not the end.
 */
public final class HistoryScan {

    private final History history;
    private final RunPath run;
    private final ScanRange range;

    private long from;
    private long received;
    private WindowWidth width;
    private @Nullable Long end;
    private boolean isShort;
    private int passedOver;

    HistoryScan(History history, RunPath run, ScanRange range) {
        this.history = history;
        this.run = run;
        this.range = range;
        this.from = range.fromStep();
        this.width = WindowWidth.forDensity(range.rowsPerStep());
        this.isShort = range.expectedRows() == 0;
    }

    /**
     * The next page with rows, empty at the end. Its {@code received} counts also the lines of pages passed over because none of their
     * rows was usable or selected. After a failure the same page may be asked for again.
     */
    public CompletableFuture<Optional<HistoryPage>> next() {
        if (hasAllExpected() || from >= limit()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (isShort && end == null) {
            return history.lastStep(run).thenCompose(last -> {
                end = last.isPresent() ? last.getAsLong() + 1 : from;
                return next();
            });
        }
        Window window = new Window(from, from + Math.min(limit() - from, width.steps()));
        return history.page(run, window, range.form()).thenCompose(this::turnTo);
    }

    private boolean hasAllExpected() {
        return range.expectedRows() > 0 && received >= range.expectedRows();
    }

    private long limit() {
        long limit = range.toStep().orElse(Long.MAX_VALUE);
        return end == null ? limit : Math.min(limit, end);
    }

    private CompletableFuture<Optional<HistoryPage>> turnTo(HistoryPage page) {
        Window window = page.window();
        from = window.to();
        received += page.received();
        width = width.after(window.width(), page.received());
        isShort |= page.received() < WindowWidth.PAGE_ROWS / 2;
        if (page.rows().isEmpty()) {
            passedOver += page.received();
            return next();
        }
        HistoryPage whole = new HistoryPage(window, page.rows(), page.received() + passedOver, page.unusable());
        passedOver = 0;
        return CompletableFuture.completedFuture(Optional.of(whole));
    }
}
