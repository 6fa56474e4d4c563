// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.filestream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.RunState;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is written to one run, one thing after the other. Safe for several threads. */
final class RunWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);

    /** A writer says something every half minute. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final RunPath run;
    private final FileStreamPosts posts;
    private final Function<RunPath, CompletableFuture<RunStatus>> statuses;
    private final Clock clock;

    private final Turns.Turn turn = new Turns.Turn();

    // of whoever has the turn
    private volatile boolean isOpen;
    private volatile long lines; // that the server has taken from us, with those before them
    private volatile @Nullable Batch unfinished;
    private volatile @Nullable ObjectNode logged; // of each metric the last value, while the run is open

    /** Rows that have their place; to send them again does no harm. */
    private record Batch(
            String token, long offset, RowLines rows, String summary, OptionalInt exitCode, boolean isContested) {
        LoggedRows outcome(boolean contested) {
            return new LoggedRows(
                    rows.firstStep(), rows.lastStep(), rows.lines().size(), contested || isContested);
        }
    }

    RunWriter(
            RunPath run, FileStreamPosts posts, Function<RunPath, CompletableFuture<RunStatus>> statuses, Clock clock) {
        this.run = run;
        this.posts = posts;
        this.statuses = statuses;
        this.clock = clock;
    }

    /** From now on the run is ours to write to. */
    void open() {
        isOpen = true;
        logged = ServerJson.newObject();
    }

    /** Whether it is kept alive. */
    boolean isOpen() {
        return isOpen;
    }

    CompletableFuture<LoggedRows> log(String token, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        return turn.take(() -> Futures.thenAsk(finishUnfinished(), finished -> {
            if (finished != null && finished.token().equals(token)) {
                return CompletableFuture.completedFuture(finished.outcome(false));
            }
            return Futures.thenAsk(statuses.apply(run), status -> {
                Batch batch = batch(token, rows, status);
                unfinished = batch;
                return Futures.thenAsk(finishUnfinished(), done -> check(batch));
            });
        }));
    }

    private Batch batch(String token, List<? extends Map<String, ? extends @Nullable Object>> rows, RunStatus status) {
        boolean isAlive = !status.state().isInactive();
        Instant heartbeatAt = status.heartbeatAt();
        if (isAlive
                && !isOpen
                && heartbeatAt != null
                && Duration.between(heartbeatAt, clock.instant()).compareTo(SILENCE) < 0) {
            throw new WandbConflictException(
                    "Somebody else writes to run " + run + ", which showed life at " + heartbeatAt
                            + ": rows of both would overwrite each other. Wait until that has ended, or log to a run of your own",
                    Details.of(run.toString()),
                    null);
        }
        // the server's count can lag behind what it has taken
        long offset = isOpen ? Math.max(lines, status.lines()) : status.lines();
        RowLines prepared = RowLines.of(rows, status.nextStep(), clock.instant(), status.runtime());
        ObjectNode summary = status.summary();
        ObjectNode own = logged;
        if (isOpen && own != null) {
            own.setAll(prepared.latest());
            summary.setAll(own);
        } else {
            summary.setAll(prepared.latest());
        }
        return new Batch(
                token,
                offset,
                prepared,
                ServerJson.text(summary),
                exitCode(status.state(), isAlive),
                isOpen && status.lines() > lines && lines > 0);
    }

    /** Whatever is posted makes a run live again: one that had ended is ended again. */
    private static OptionalInt exitCode(RunState before, boolean isAlive) {
        return isAlive ? OptionalInt.empty() : OptionalInt.of(before.equals(RunState.FINISHED) ? 0 : 1);
    }

    /** What may or may not have arrived is sent again before anything else is. Answers it, if there was such. */
    private CompletableFuture<@Nullable Batch> finishUnfinished() {
        Batch batch = unfinished;
        if (batch == null) {
            return CompletableFuture.completedFuture(null);
        }
        return Futures.thenAsk(
                posts.lines(run, batch.offset(), batch.rows().lines(), batch.summary(), batch.exitCode()),
                done -> {
                    unfinished = null;
                    lines = batch.offset() + batch.rows().lines().size();
                    return CompletableFuture.completedFuture(batch);
                },
                failure -> {
                    if (isRefusal(failure)) {
                        unfinished = null;
                    }
                    return CompletableFuture.failedFuture(failure);
                });
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof WandbException
                && !(failure instanceof WandbUnavailableException)
                && !(failure instanceof WandbRateLimitedException);
    }

    private CompletableFuture<LoggedRows> check(Batch batch) {
        return Futures.then(statuses.apply(run), status -> {
            boolean isContested = status.lines() > lines;
            if (isContested) {
                LOG.warn(
                        "Run {} has {} lines of history where {} were expected: somebody else writes to it",
                        run,
                        status.lines(),
                        lines);
            }
            return batch.outcome(isContested);
        });
    }

    CompletableFuture<Void> finish(int exitCode) {
        return turn.take(() -> Futures.thenAsk(
                finishUnfinished(),
                finished -> Futures.then(posts.complete(run, exitCode), done -> {
                    isOpen = false;
                    logged = null;
                    return null;
                })));
    }

    CompletableFuture<Void> heartbeat() {
        return turn.take(() -> isOpen ? posts.heartbeat(run) : CompletableFuture.completedFuture(null));
    }
}
