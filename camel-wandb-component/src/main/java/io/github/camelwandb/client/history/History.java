// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.AnswerReader;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The history of runs, as the server's GraphQL API answers it. Safe for several threads. */
public final class History {

    private final GraphqlTransport transport;
    private final SharedRequests<HistoryRequest, HistoryAnswer> requests;
    private final SharedRequests<RunQueries.AboutRun, RunEnd> ends;
    private final SharedRequests<RunQueries.AboutRun, ExportReader.Answer> exports;
    private final SharedRequests<SampleQueries.Sample, SampledReader.Samples> samples;
    private final MostSamples mostSamples = new MostSamples();
    private final Cache<RunPath, AnswerLimits> limits = // of servers that have some; they can be found out anew
            Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();

    /**
     * @param calls runs what follows from answers
     * @param gatheringTime how long a small question waits for others, to go with them in one request
     */
    public History(GraphqlTransport transport, Executor calls, ScheduledExecutorService timer, Duration gatheringTime) {
        this.transport = transport;
        this.requests = new SharedRequests<>(new WindowQueries(transport), calls, timer, gatheringTime);
        this.ends = new SharedRequests<>(RunQueries.ends(transport), calls, timer, gatheringTime);
        this.exports = new SharedRequests<>(RunQueries.exports(transport), calls, timer, gatheringTime);
        this.samples = new SharedRequests<>(new SampleQueries(transport), calls, timer, gatheringTime);
    }

    /**
     * Every row of the run in the window, or in the first part of it: the page says which. An answer that may be a sample (as many rows
     * as were asked for) or that has steps outside the window is thrown away and a smaller window asked for, and so it is where an
     * answer is too much for the server.
     *
     * @return fails with {@link WandbNotFoundException} if there is no such run, {@link WandbServerIncompatibleException} if not even one
     *     step is answered for plausibly
     */
    public CompletableFuture<HistoryPage> page(RunPath run, Window window, RowForm form) {
        return page(run, window, form, WindowWidth.PAGE_ROWS, PageQuery.MAX_ROWS);
    }

    /**
     * @param expectedRows about how many rows the window has: what expects few of them shares a request with others of the project
     * @param maxRows how many rows are held; if there are more, the page is of the first part of the window
     */
    CompletableFuture<HistoryPage> page(RunPath run, Window window, RowForm form, long expectedRows, int maxRows) {
        return new PageQuery(requests, run, form, maxRows, mostSamples, limits(run)).ask(window, expectedRows);
    }

    /**
     * The rows at these steps, of each only its step and its time. Looks of about the same time, at any runs of a project, share a request.
     *
     * @return fails with {@link WandbNotFoundException} if there is no such run
     */
    public CompletableFuture<RowsAt> rowsAt(RunPath run, Collection<Long> steps) {
        List<HistoryRequest> looks = steps.stream()
                .distinct()
                .map(step -> HistoryRequest.ofTimes(run, step))
                .toList();
        List<CompletableFuture<HistoryAnswer>> answers = requests.askTogether(looks);
        return Futures.then(Futures.whenDone(answers), done -> {
            RowsAt seen = new RowsAt(new TreeMap<>(), new HashSet<>());
            for (int i = 0; i < looks.size(); i++) {
                HistoryAnswer answer = answers.get(i).join();
                seen.rows().put(looks.get(i).window().from(), seen(looks.get(i), answer));
                if (answer.runCreatedAt() != null) {
                    seen.runsCreatedAt().add(answer.runCreatedAt());
                }
            }
            return seen;
        });
    }

    private static List<HistoryRow> seen(HistoryRequest look, HistoryAnswer answer) {
        requireFound(look.run(), answer.runFound());
        if (answer.isCut() || answer.received() >= look.samples()) {
            throw PageQuery.implausible(look.run(), look.window(), answer);
        }
        return answer.rows().stream()
                .filter(row -> look.window().contains(row.step()))
                .toList();
    }

    /**
     * Whether the server has more rows in the window of a page than its answer had, which a server may that caps answers: parts of the window
     * are asked for and counted. If there are more, and fewer still in another answer for the whole, pages of this run are made smaller from
     * now on, or what may be behind the last row of an answer is asked for once more: otherwise the others have been shown meanwhile.
     */
    public CompletableFuture<Boolean> hasLeftOut(RunPath run, PageExtent asked) {
        if (asked.parts().size() == 1) {
            return CompletableFuture.completedFuture(false);
        }
        RowForm whole = new RowForm(NonFinite.STRING, Selection.all());
        PageQuery query = new PageQuery(requests, run, whole, PageQuery.MAX_ROWS, mostSamples, AnswerLimits.NONE);
        int likely = asked.rows() / 2 + 1; // of the two parts with rows each has about half
        List<CompletableFuture<HistoryPage>> parts =
                asked.parts().stream().map(part -> query.ask(part, likely)).toList();
        return Futures.thenAsk(Futures.whenDone(parts), done -> {
            int inParts = rowsOf(parts);
            boolean isEndingEarly = rowsOf(parts.stream()
                            .filter(part -> part.join().window().to() <= asked.end())
                            .toList())
                    <= asked.rowsBelow();
            return inParts <= asked.rows()
                    ? CompletableFuture.completedFuture(false)
                    : Futures.then(query.ask(asked.window(), WindowWidth.PAGE_ROWS), again -> {
                        int most = again.rows().size();
                        // where an answer has more than that, this one is only of a replica that lags
                        boolean isMost = parts.stream()
                                .allMatch(part -> part.join().rows().size() <= most);
                        if (isWhole(asked.window(), again)
                                && areWhole(asked.parts(), parts)
                                && most < inParts
                                && (isEndingEarly || isMost)) {
                            limits.asMap()
                                    .compute(
                                            run,
                                            (same, known) -> isEndingEarly
                                                    ? limits(known).endingEarly()
                                                    : limits(known).lackingAt(most));
                        }
                        return true;
                    });
        });
    }

    /** Of one that is not, because the whole was too much for the server or for us, the number of rows says nothing. */
    private static boolean isWhole(Window asked, HistoryPage page) {
        return page.window().equals(asked);
    }

    private static boolean areWhole(List<Window> asked, List<CompletableFuture<HistoryPage>> pages) {
        return IntStream.range(0, asked.size())
                .allMatch(i -> isWhole(asked.get(i), pages.get(i).join()));
    }

    private static int rowsOf(List<CompletableFuture<HistoryPage>> pages) {
        return pages.stream().mapToInt(page -> page.join().rows().size()).sum();
    }

    /** What is known of them by now. */
    AnswerLimits limits(RunPath run) {
        return limits(limits.getIfPresent(run));
    }

    private static AnswerLimits limits(@Nullable AnswerLimits known) {
        return known == null ? AnswerLimits.NONE : known;
    }

    /** Reads a range of the run from its first row to its last. */
    public HistoryScan scan(RunPath run, ScanRange range) {
        return new HistoryScan(this, run, range);
    }

    /** The highest step the run has logged; empty if it has no history. Those who ask at about the same time share a request. */
    public CompletableFuture<OptionalLong> lastStep(RunPath run) {
        return Futures.then(end(run), RunEnd::step);
    }

    CompletableFuture<RunEnd> end(RunPath run) {
        return Futures.then(ends.ask(RunQueries.end(run)), end -> {
            requireFound(run, end.runFound());
            return end;
        });
    }

    /** The exported part of the history; none where the server does not know of exports. Those who ask at about the same time share a request. */
    public CompletableFuture<Export> export(RunPath run) {
        return exports.ask(RunQueries.export(run))
                .handle((answer, failure) -> {
                    if (WandbServerIncompatibleException.isSaidByServer(failure)) {
                        return CompletableFuture.completedFuture(Export.NONE);
                    }
                    if (failure != null) {
                        return CompletableFuture.<Export>failedFuture(failure);
                    }
                    requireFound(run, answer.runFound());
                    return CompletableFuture.completedFuture(answer.export());
                })
                .thenCompose(next -> next);
    }

    /**
     * Some rows of the whole history, picked by the server, not always the same ones. Small samples that are asked for at about the same time,
     * of any runs of a project, share a request.
     *
     * @param rows how many at most; with several sets of keys, for each set
     * @param keySets for each set rows that have all its metrics, only {@code _step} and these metrics of them; no set for all rows
     */
    public CompletableFuture<HistorySample> sampled(RunPath run, int rows, List<List<String>> keySets, RowForm form) {
        if (keySets.isEmpty()) {
            Map<String, @Nullable Object> variables = Variables.of(run);
            variables.put("samples", rows);
            return ask(
                            "RunHistorySampled",
                            variables,
                            run,
                            new HistoryReader(form.nonFinite(), new RowLimit(Integer.MAX_VALUE, Long.MAX_VALUE), false))
                    .thenApply(answer -> {
                        requireFound(run, answer.runFound());
                        return new HistorySample(selected(answer.rows(), form), answer.received() < rows);
                    });
        }
        return samples.ask(new SampleQueries.Sample(run, keySets, rows, form.nonFinite()))
                .thenApply(answer -> {
                    requireFound(run, answer.runFound());
                    return new HistorySample(selected(mergedByStep(answer.rows()), form), answer.longestList() < rows);
                });
    }

    /**
     * The system metrics of the run behind a place. W&amp;B gives them only as a whole, or a sample of the whole.
     *
     * @param samples of how many rows of the run at most
     * @param maxRows how many are kept: the first ones behind the place
     * @return fails with {@link WandbNotFoundException} if there is no such run
     */
    public CompletableFuture<SystemRows> systemRows(
            RunPath run, int samples, SystemRows.Place behind, int maxRows, NonFinite nonFinite) {
        return system(run, samples, data -> new SystemReader(nonFinite, behind, maxRows).read(data));
    }

    /**
     * The place behind the first of a run's system metrics.
     *
     * @param passedLines how many, as the server counts them
     */
    public CompletableFuture<SystemRows.PlaceOf> systemPlace(RunPath run, int samples, long passedLines) {
        return system(run, samples, data -> {
            SystemReader reader = new SystemReader(NonFinite.STRING, SystemRows.Place.BEGINNING, 1);
            return reader.read(data)
                    .map(rows ->
                            new SystemRows.PlaceOf(reader.placeBehind(passedLines), rows.lines(), rows.runCreatedAt()));
        });
    }

    private <R> CompletableFuture<R> system(RunPath run, int samples, AnswerReader<Optional<R>> reader) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("samples", samples);
        return Futures.then(ask("RunSystemMetrics", variables, run, reader), answer -> {
            requireFound(run, answer.isPresent());
            return answer.get();
        });
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
            String operation, Map<String, @Nullable Object> variables, RunPath run, AnswerReader<R> reader) {
        return transport.execute(new GraphqlOperation<>(operation, variables, run.toString(), reader));
    }
}
