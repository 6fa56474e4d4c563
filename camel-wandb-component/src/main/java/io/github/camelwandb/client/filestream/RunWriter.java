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

/** What was written to a run, and how to go on. Its methods are of whoever has the turn, but for those that only look. */
final class RunWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);

    /** A writer says something every half minute. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    /** So long what the server has taken counts for more than what it shows. */
    private static final Duration LAG = Duration.ofMinutes(1);

    private final RunPath run;
    private final FileStreamPosts posts;
    private final Function<RunPath, CompletableFuture<RunStatus>> statuses;
    private final Clock clock;

    private volatile Instant usedAt;
    private volatile boolean isOpen;
    private volatile @Nullable Batch unfinished;
    private volatile @Nullable Written written;
    private volatile @Nullable ObjectNode logged; // of each metric the last value, while the run is open

    /** What the server has taken from us: it may show it late. */
    private record Written(long lines, long nextStep, Instant at) {}

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
        this.usedAt = clock.instant();
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

    /** Whether nothing is to be remembered of it any more. */
    boolean isForgettable(Duration unused) {
        return !isOpen && usedAt.plus(unused).isBefore(clock.instant());
    }

    CompletableFuture<LoggedRows> log(String token, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        usedAt = clock.instant();
        return Futures.thenAsk(finishUnfinished(), finished -> {
            if (finished != null && finished.token().equals(token)) {
                return CompletableFuture.completedFuture(finished.outcome(false));
            }
            return Futures.thenAsk(statuses.apply(run), status -> {
                Batch batch = batch(token, rows, status);
                unfinished = batch;
                return Futures.thenAsk(finishUnfinished(), done -> check(batch));
            });
        });
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
        Written own = lately();
        long offset = Math.max(own.lines(), status.lines());
        long nextStep = Math.max(own.nextStep(), status.nextStep());
        RowLines prepared = RowLines.of(rows, nextStep, clock.instant(), status.runtime());
        ObjectNode summary = status.summary();
        ObjectNode values = logged;
        if (values != null) {
            values.setAll(prepared.latest());
            summary.setAll(values);
        } else {
            summary.setAll(prepared.latest());
        }
        return new Batch(
                token,
                offset,
                prepared,
                ServerJson.text(summary),
                exitCode(status.state(), isAlive),
                own.lines() > 0 && status.lines() > own.lines());
    }

    private Written lately() {
        Written own = written;
        return own != null && (isOpen || own.at().plus(LAG).isAfter(clock.instant()))
                ? own
                : new Written(0, 0, Instant.MIN);
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
                    written = new Written(
                            batch.offset() + batch.rows().lines().size(),
                            batch.rows().lastStep() + 1,
                            clock.instant());
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

    /** The server has the rows. If it cannot be looked at, that is no failure: whoever met one would log them once more. */
    private CompletableFuture<LoggedRows> check(Batch batch) {
        return Futures.thenAsk(
                statuses.apply(run),
                status -> CompletableFuture.completedFuture(batch.outcome(isContested(batch, status))),
                failure -> {
                    LOG.warn("Whether somebody else writes to run {} could not be seen: {}", run, failure.getMessage());
                    return CompletableFuture.completedFuture(batch.outcome(false));
                });
    }

    private boolean isContested(Batch batch, RunStatus status) {
        long lines = batch.offset() + batch.rows().lines().size();
        boolean isContested = status.lines() > lines;
        if (isContested) {
            LOG.warn(
                    "Run {} has {} lines of history where {} were expected: somebody else writes to it",
                    run,
                    status.lines(),
                    lines);
        }
        return isContested;
    }

    CompletableFuture<Void> finish(int exitCode) {
        usedAt = clock.instant();
        return Futures.thenAsk(
                finishUnfinished(),
                finished -> Futures.then(posts.complete(run, exitCode), done -> {
                    isOpen = false;
                    logged = null;
                    return null;
                }));
    }

    CompletableFuture<Void> heartbeat() {
        return isOpen ? posts.heartbeat(run) : CompletableFuture.completedFuture(null);
    }
}
