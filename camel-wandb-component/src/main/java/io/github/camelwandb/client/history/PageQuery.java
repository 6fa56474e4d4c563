// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.Overload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the rows of a window until the answer can be believed to be whole: for less of it where it may not be, or where it was too
 * much for the server.
 *
 * @param maxRows how many rows are held
 * @param limits of answers that may end early, what is behind their last row is asked for until nothing comes
 */
record PageQuery(
        SharedRequests<HistoryRequest, HistoryAnswer> requests,
        RunPath run,
        RowForm form,
        int maxRows,
        MostSamples mostSamples,
        AnswerLimits limits) {

    private static final Logger LOG = LoggerFactory.getLogger(PageQuery.class);

    /** Rows that may be held of one answer: the width of a window is a guess that may be far off. */
    static final int MAX_ROWS = 10 * WindowWidth.PAGE_ROWS;

    /** Of which one page is put together at most. */
    private static final int MAX_PARTS = 16;

    /** @param expectedRows about how many rows the window has; {@link WindowWidth#PAGE_ROWS} if unknown */
    CompletableFuture<HistoryPage> ask(Window window, long expectedRows) {
        return ask(window, expectedRows, 1, 1);
    }

    /**
     * @param halvings how many of them make the window that is asked for next if this one is too much: more each time
     * @param parts how many answers there are for one page, with this one
     */
    private CompletableFuture<HistoryPage> ask(Window window, long expectedRows, int halvings, int parts) {
        HistoryRequest request = HistoryRequest.of(run, window, form.nonFinite(), expectedRows, maxRows);
        return ask(mostSamples.in(request), halvings, parts);
    }

    private CompletableFuture<HistoryPage> ask(HistoryRequest request, int halvings, int parts) {
        return Futures.thenAsk(
                requests.ask(request),
                answer -> judged(request, answer, halvings, parts),
                failure -> afterFailure(request, failure, halvings, parts));
    }

    private CompletableFuture<HistoryPage> afterFailure(
            HistoryRequest request, Throwable failure, int halvings, int parts) {
        Window window = request.window();
        if (failure instanceof WandbBadRequestException && request.samples() > MAX_ROWS) {
            LOG.debug("{} samples of run {} are refused, {} are tried", request.samples(), run, MAX_ROWS);
            return Futures.then(ask(request.withSamples(MAX_ROWS), halvings, parts), page -> {
                mostSamples.are(MAX_ROWS);
                return page;
            });
        }
        if (window.width() == 1 || !Overload.isLikely(failure)) {
            return CompletableFuture.failedFuture(failure);
        }
        Window less = window.halved(halvings);
        LOG.debug("{} of run {} failed, {} are tried: {}", window, run, less, failure.getMessage());
        return ask(less, WindowWidth.PAGE_ROWS, halvings + 1, parts);
    }

    private CompletableFuture<HistoryPage> judged(
            HistoryRequest request, HistoryAnswer whole, int halvings, int parts) {
        Window window = request.window();
        if (!whole.runFound()) {
            return CompletableFuture.failedFuture(WandbNotFoundException.run(run, Details.of(run.toString())));
        }
        boolean maySample = whole.received() >= request.samples()
                || (whole.received() >= limits.believedRows() && window.width() > 1);
        // W&B has changed its mind before on whether maxStep is meant to be in; the next window asks for that step
        // again
        HistoryAnswer answer = maySample ? whole : whole.withoutLast(window.to());
        boolean outside = answer.hasRows() && !(window.contains(answer.lowest()) && window.contains(answer.highest()));
        if (maySample || outside || (answer.isCut() && !answer.isOrdered())) {
            if (window.width() == 1) {
                return CompletableFuture.failedFuture(implausible(run, window, answer));
            }
            LOG.debug("The answer for {} of run {} may not be whole, half of it is asked for", window, run);
            return ask(window.halved(1), WindowWidth.PAGE_ROWS, halvings, parts);
        }
        if (answer.isCut()) {
            return firstPart(window, answer);
        }
        List<HistoryRow> rows = new ArrayList<>(answer.rows());
        if (!answer.isOrdered()) {
            rows.sort(Comparator.comparingLong(HistoryRow::step));
        }
        long end = rows.isEmpty() ? window.to() : PageExtent.end(rows);
        if (limits.mayEndEarly() && end < window.to() && answer.unusable().isEmpty()) {
            rows.removeIf(row -> row.step() >= end);
            HistoryPage first = page(new Window(window.from(), end), rows, rows.size(), List.of(), answer);
            return parts == MAX_PARTS || rows.size() >= WindowWidth.PAGE_ROWS
                    ? CompletableFuture.completedFuture(first)
                    : ask(new Window(end, window.to()), WindowWidth.PAGE_ROWS, halvings, parts + 1)
                            .thenApply(next -> together(first, next));
        }
        return CompletableFuture.completedFuture(page(window, rows, answer.received(), answer.unusable(), answer));
    }

    /** The rows that are held are all there are below the step of the first that is not. */
    private CompletableFuture<HistoryPage> firstPart(Window window, HistoryAnswer answer) {
        long cut = answer.cut().orElseThrow();
        if (cut == window.from()) {
            return window.width() > 1 || maxRows < MAX_ROWS
                    ? new PageQuery(requests, run, form, MAX_ROWS, mostSamples, limits)
                            .ask(new Window(cut, cut + 1), WindowWidth.PAGE_ROWS)
                    : CompletableFuture.failedFuture(implausible(run, window, answer));
        }
        List<HistoryRow> rows =
                answer.rows().stream().filter(row -> row.step() < cut).toList();
        List<Integer> unusable =
                answer.unusable().stream().filter(place -> place <= rows.size()).toList();
        return CompletableFuture.completedFuture(
                page(new Window(window.from(), cut), rows, rows.size() + unusable.size(), unusable, answer));
    }

    private HistoryPage together(HistoryPage first, HistoryPage next) {
        if (!Objects.equals(first.runCreatedAt(), next.runCreatedAt())) {
            throw new HistoryChangedException(run, next.window().from());
        }
        return first.and(next);
    }

    private HistoryPage page(
            Window window, List<HistoryRow> rows, int received, List<Integer> unusable, HistoryAnswer answer) {
        List<HistoryRow> selected = rows.stream()
                .flatMap(row -> form.selection().apply(row).stream())
                .toList();
        return new HistoryPage(window, selected, answer.bytes(), received, unusable, answer.runCreatedAt());
    }

    static WandbServerIncompatibleException implausible(RunPath run, Window window, HistoryAnswer answer) {
        return new WandbServerIncompatibleException(
                "The server answers " + answer.received() + " rows, of steps " + answer.lowest() + " to "
                        + answer.highest() + ", for " + window + " of run " + run
                        + ": what it answers cannot be relied on to be whole",
                Details.of(run.toString()),
                null);
    }
}
