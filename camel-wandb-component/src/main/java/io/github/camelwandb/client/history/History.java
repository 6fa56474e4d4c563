// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.AnswerReader;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history of runs, as the server's GraphQL API answers it. Safe for several threads. */
public final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Rows held of one answer: the width of a window is a guess that may be far off. */
    private static final int MAX_ROWS = 10 * WindowWidth.PAGE_ROWS;

    /** How often a window that the server cannot manage is halved before its failure is believed. */
    private static final int HALVINGS = 2;

    private final GraphqlTransport transport;

    public History(GraphqlTransport transport) {
        this.transport = transport;
    }

    /**
     * Every row of the run in the window, or in the first part of it: the page says which. An answer that may be a sample (as many rows
     * as were asked for) or that has steps outside the window is thrown away and a smaller window asked for.
     *
     * @return fails with {@link WandbNotFoundException} if there is no such run, {@link WandbServerIncompatibleException} if not even one
     *     step is answered for plausibly
     */
    public CompletableFuture<HistoryPage> page(RunPath run, Window window, RowForm form) {
        return page(run, window, form, HALVINGS);
    }

    private CompletableFuture<HistoryPage> page(RunPath run, Window window, RowForm form, int halvings) {
        // steps may be repeated, so that a window can hold more rows than steps
        int samples = (int) Math.min(Integer.MAX_VALUE, window.width() + WindowWidth.PAGE_ROWS);
        Map<String, Object> variables = variables(run);
        variables.put("minStep", window.from());
        variables.put("maxStep", window.to());
        variables.put("samples", samples);
        CompletableFuture<HistoryAnswer> answer =
                ask("RunHistory", variables, run, new HistoryReader(form.nonFinite(), MAX_ROWS));
        return answer.handle((rows, failure) -> {
                    if (failure != null) {
                        return afterFailure(run, window, form, halvings, failure);
                    }
                    return judged(run, window, form, halvings, samples, rows);
                })
                .thenCompose(next -> next);
    }

    private CompletableFuture<HistoryPage> afterFailure(
            RunPath run, Window window, RowForm form, int halvings, Throwable failure) {
        boolean tooMuchWork = failure instanceof WandbUnavailableException unavailable
                && unavailable.status().isPresent();
        if (tooMuchWork && halvings > 0 && window.width() > 1) {
            LOG.debug("{} of run {} failed, half of it is tried: {}", window, run, failure.getMessage());
            return page(run, window.firstHalf(), form, halvings - 1);
        }
        return CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<HistoryPage> judged(
            RunPath run, Window window, RowForm form, int halvings, int samples, HistoryAnswer whole) {
        if (!whole.runFound()) {
            return CompletableFuture.failedFuture(WandbNotFoundException.run(run, Details.of(run.toString())));
        }
        // W&B has changed its mind before on whether maxStep is meant to be in; the next window asks for that step
        // again
        HistoryAnswer answer = whole.received() < samples ? whole.withoutLast(window.to()) : whole;
        boolean outside = answer.hasRows() && !(window.contains(answer.lowest()) && window.contains(answer.highest()));
        boolean tooMany = answer.rows().size() < answer.received() - answer.unusable();
        if (answer.received() >= samples || outside || (tooMany && !answer.isOrdered())) {
            if (window.width() == 1) {
                return CompletableFuture.failedFuture(implausible(run, window, answer));
            }
            LOG.debug("The answer for {} of run {} may not be whole, half of it is asked for", window, run);
            return page(run, window.firstHalf(), form, halvings);
        }
        if (tooMany) {
            return firstPart(run, window, form, answer);
        }
        List<HistoryRow> rows = new ArrayList<>(answer.rows());
        if (!answer.isOrdered()) {
            rows.sort(Comparator.comparingLong(HistoryRow::step));
        }
        return page(window, form, rows, answer.received(), answer.unusable());
    }

    /** The rows that were kept are all there are up to the last but one step among them. */
    private CompletableFuture<HistoryPage> firstPart(RunPath run, Window window, RowForm form, HistoryAnswer answer) {
        List<HistoryRow> kept = answer.rows();
        long cut = kept.get(kept.size() - 1).step();
        if (cut == window.from()) {
            return CompletableFuture.failedFuture(implausible(run, window, answer));
        }
        List<HistoryRow> rows = kept.stream().filter(row -> row.step() < cut).toList();
        return page(new Window(window.from(), cut), form, rows, rows.size(), 0);
    }

    private static CompletableFuture<HistoryPage> page(
            Window window, RowForm form, List<HistoryRow> rows, int received, int unusable) {
        List<HistoryRow> selected = rows.stream()
                .flatMap(row -> form.selection().apply(row).stream())
                .toList();
        return CompletableFuture.completedFuture(new HistoryPage(window, selected, received, unusable));
    }

    /** Reads a range of the run from its first row to its last. */
    public HistoryScan scan(RunPath run, ScanRange range) {
        return new HistoryScan(this, run, range);
    }

    /** The highest step the run has logged; empty if it has no history. */
    public CompletableFuture<OptionalLong> lastStep(RunPath run) {
        return ask("RunLastStep", variables(run), run, new LastStepReader()).thenApply(last -> {
            requireFound(run, last.runFound());
            return last.step();
        });
    }

    /** The exported part of the history; none where the server does not know of exports. */
    public CompletableFuture<Export> export(RunPath run) {
        return ask("RunExport", variables(run), run, new ExportReader())
                .handle((answer, failure) -> {
                    if (failure instanceof WandbServerIncompatibleException) {
                        return CompletableFuture.completedFuture(new Export(false, OptionalLong.empty()));
                    }
                    if (failure != null) {
                        return CompletableFuture.<Export>failedFuture(failure);
                    }
                    requireFound(run, answer.runFound());
                    return CompletableFuture.completedFuture(answer.export());
                })
                .thenCompose(next -> next);
    }

    // STUB until reading is merged
    public CompletableFuture<java.util.SortedMap<Long, List<HistoryRow>>> rowsAt(RunPath run, java.util.Collection<Long> steps) {
        java.util.SortedMap<Long, List<HistoryRow>> rows = new TreeMap<>();
        CompletableFuture<java.util.SortedMap<Long, List<HistoryRow>>> all = CompletableFuture.completedFuture(rows);
        for (long step : steps) {
            all = all.thenCombine(page(run, new Window(step, step + 1), new RowForm(io.github.camelwandb.client.model.NonFinite.STRING, Selection.all())), (map, page) -> {
                map.put(step, page.rows());
                return map;
            });
        }
        return all;
    }

    /**
     * Some rows of the whole history, picked by the server, not always the same ones.
     *
     * @param samples how many at most; with several sets of keys, for each set
     * @param keySets for each set rows that have all its metrics, only {@code _step} and these metrics of them; no set for all rows
     */
    public CompletableFuture<HistorySample> sampled(
            RunPath run, int samples, List<List<String>> keySets, RowForm form) {
        Map<String, Object> variables = variables(run);
        if (keySets.isEmpty()) {
            variables.put("samples", samples);
            return ask("RunHistorySampled", variables, run, new HistoryReader(form.nonFinite(), Integer.MAX_VALUE))
                    .thenApply(answer -> {
                        requireFound(run, answer.runFound());
                        return new HistorySample(selected(answer.rows(), form), answer.received() < samples);
                    });
        }
        variables.put("specs", keySets.stream().map(keys -> spec(keys, samples)).toList());
        return ask("RunSampledHistory", variables, run, new SampledReader(form.nonFinite()))
                .thenApply(answer -> {
                    requireFound(run, answer.runFound());
                    return new HistorySample(
                            selected(mergedByStep(answer.rows()), form), answer.longestList() < samples);
                });
    }

    private static String spec(List<String> keys, int samples) {
        ObjectNode spec = JSON.createObjectNode();
        ArrayNode names = spec.putArray("keys").add("_step");
        keys.forEach(names::add);
        return spec.put("samples", samples).toString();
    }

    private static List<HistoryRow> mergedByStep(List<HistoryRow> rows) {
        Map<Long, HistoryRow> byStep = new TreeMap<>();
        for (HistoryRow row : rows) {
            byStep.merge(row.step(), row, HistoryRow::with);
        }
        return List.copyOf(byStep.values());
    }

    private static void requireFound(RunPath run, boolean found) {
        if (!found) {
            throw WandbNotFoundException.run(run, Details.of(run.toString()));
        }
    }

    private static List<HistoryRow> selected(List<HistoryRow> rows, RowForm form) {
        return rows.stream()
                .sorted(Comparator.comparingLong(HistoryRow::step))
                .flatMap(row -> form.selection().apply(row).stream())
                .toList();
    }

    private <R> CompletableFuture<R> ask(
            String operation, Map<String, Object> variables, RunPath run, AnswerReader<R> reader) {
        return transport.execute(new GraphqlOperation<>(operation, variables, run.toString(), reader));
    }

    private static Map<String, Object> variables(RunPath run) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("entity", run.entity());
        variables.put("project", run.project());
        variables.put("runId", run.runId());
        return variables;
    }

    private static WandbServerIncompatibleException implausible(RunPath run, Window window, HistoryAnswer answer) {
        return new WandbServerIncompatibleException(
                "The server answers " + answer.received() + " rows, of steps " + answer.lowest() + " to "
                        + answer.highest() + ", for " + window + " of run " + run
                        + ": what it answers cannot be relied on to be whole",
                Details.of(run.toString()),
                null);
    }
}
