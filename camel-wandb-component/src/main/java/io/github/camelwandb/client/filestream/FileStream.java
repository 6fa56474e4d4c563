// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.filestream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.HttpTransport;
import io.github.camelwandb.client.transport.Turns;
import io.github.camelwandb.client.transport.Variables;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs rows to runs. What is written to a run goes in turn, whoever asks for it; one that was {@linkplain #opened opened} here is kept
 * alive until it is finished. Safe for several threads.
 */
public final class FileStream {

    private static final Logger LOG = LoggerFactory.getLogger(FileStream.class);

    /** W&amp;B takes a run for crashed after five minutes of silence. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /** So long it is remembered what was written to a run, or may have been. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final GraphqlTransport graphql;
    private final FileStreamPosts posts;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Turns turns = new Turns();
    private final Map<RunPath, RunWriter> writers = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    public FileStream(HttpTransport http, GraphqlTransport graphql, ScheduledExecutorService timer, Clock clock) {
        this.graphql = graphql;
        this.posts = new FileStreamPosts(http);
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Appends rows to the history of a run, and brings its summary up to date. A row without {@code _step} has the next one, without
     * {@code _timestamp} the time of now. A run that had ended is ended again, as finished or as failed.
     *
     * @param token who asks: rows that may have arrived although an earlier call with the same token failed are not logged twice
     * @param rows JSON values by name of the metric
     * @return fails with {@link io.github.camelwandb.client.WandbConflictException} if somebody else is writing to the run, and with an
     *     {@link IllegalArgumentException} if a row cannot be logged: nothing is written then
     */
    public CompletableFuture<LoggedRows> log(
            RunPath run, String token, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        return inTurn(run, writer -> writer.log(token, rows));
    }

    /**
     * Ends a run, after all that is on its way to it.
     *
     * @param exitCode 0 makes it finished, any other failed
     */
    public CompletableFuture<Void> finish(RunPath run, int exitCode) {
        return inTurn(run, writer -> writer.finish(exitCode));
    }

    /** The run was created here, so that nobody else writes to it: it is kept alive until it is finished, or the client closed. */
    public void opened(RunPath run) {
        inTurn(run, writer -> {
            writer.open();
            return CompletableFuture.completedFuture(true);
        });
        later(HEARTBEAT, () -> beat(run));
    }

    private <R> CompletableFuture<R> inTurn(RunPath run, Function<RunWriter, CompletableFuture<R>> work) {
        return turns.of(run).take(() -> work.apply(writers.computeIfAbsent(run, this::newWriter)));
    }

    private RunWriter newWriter(RunPath run) {
        later(REMEMBERED, () -> forget(run));
        return new RunWriter(run, posts, this::status, clock);
    }

    private void forget(RunPath run) {
        turns.of(run).take(() -> {
            RunWriter writer = writers.get(run);
            if (writer == null || writer.isForgettable(REMEMBERED)) {
                writers.remove(run);
            } else {
                later(REMEMBERED, () -> forget(run));
            }
            return CompletableFuture.completedFuture(true);
        });
    }

    private void beat(RunPath run) {
        RunWriter open = writers.get(run);
        if (open == null || !open.isOpen()) {
            return;
        }
        inTurn(run, RunWriter::heartbeat).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Run {} could not be kept alive: {}", run, failure.getMessage());
            }
            later(HEARTBEAT, () -> beat(run));
        });
    }

    private void later(Duration wait, Runnable work) {
        if (isClosed) {
            return;
        }
        try {
            timer.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("After the end nothing is kept alive");
        }
    }

    private CompletableFuture<RunStatus> status(RunPath run) {
        return graphql.execute(new GraphqlOperation<>("RunStatus", Variables.of(run), run.toString(), parser -> {
            JsonNode data = parser.readValueAsTree();
            JsonNode found = data.path("project").path("run");
            if (!found.isObject()) {
                throw WandbNotFoundException.run(run, new Details(200, "RunStatus", run.toString(), null));
            }
            return RunStatus.of(found);
        }));
    }

    /** Keeps nothing alive any more. */
    public void close() {
        isClosed = true;
    }
}
