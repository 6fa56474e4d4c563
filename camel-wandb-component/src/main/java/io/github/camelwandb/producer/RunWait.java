// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.RunState;
import io.github.camelwandb.client.transport.Futures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a run again and again, each time after a longer pause, until it is in a state that is waited for. A server that is not there
 * for a while is waited for, too. No thread waits in it.
 */
final class RunWait {

    private final WandbClient client;
    private final RunPath path;
    private final AwaitedStates awaited;
    private final WaitLimits limits;
    private final ScheduledExecutorService timer;

    private final CompletableFuture<Run> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> underWay;
    private volatile @Nullable RunState lastState;
    private volatile @Nullable Throwable lastFailure;

    RunWait(
            WandbClient client,
            RunPath path,
            AwaitedStates awaited,
            WaitLimits limits,
            ScheduledExecutorService timer) {
        this.client = client;
        this.path = path;
        this.awaited = awaited;
        this.limits = limits;
        this.timer = timer;
    }

    /** Comes to the whole run, or fails with {@link TimeoutException}, or with what no further look would mend. */
    CompletableFuture<Run> start() {
        try {
            ScheduledFuture<?> alarm = timer.schedule(
                    () -> result.completeExceptionally(tooLate()),
                    limits.timeout().toMillis(),
                    TimeUnit.MILLISECONDS);
            result.whenComplete((run, failure) -> {
                alarm.cancel(false);
                giveUp();
            });
        } catch (RejectedExecutionException e) {
            end();
        }
        look(limits.firstPause());
        return result;
    }

    private void giveUp() {
        CompletableFuture<?> request = underWay;
        if (request != null) {
            request.cancel(true);
        }
    }

    /** Nobody waits any more. */
    void end() {
        result.completeExceptionally(new RejectedExecutionException(
                "Run " + path + " is not waited for any more, because the producer was stopped"));
    }

    private void look(Duration pause) {
        if (result.isDone()) {
            return;
        }
        CompletableFuture<Optional<Run>> seen = Futures.thenAsk(client.run(path, Projection.LIGHT), this::whole);
        underWay = seen;
        if (result.isDone()) {
            giveUp();
        }
        seen.whenComplete((run, failure) -> {
            if (failure != null) {
                failed(failure, pause);
            } else {
                run.ifPresentOrElse(result::complete, () -> lookAfter(pause));
            }
        });
    }

    /** The whole run, if it is in a state that is waited for and stays there while it is read. */
    private CompletableFuture<Optional<Run>> whole(Optional<Run> light) {
        lastFailure = null;
        return isAwaited(light)
                ? Futures.then(client.run(path), run -> run.filter(whole -> isAwaited(run)))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private boolean isAwaited(Optional<Run> run) {
        RunState state = run.orElseThrow(() -> WandbNotFoundException.run(path, Details.of(path.toString())))
                .state();
        lastState = state;
        return awaited.contains(state);
    }

    private void failed(Throwable failure, Duration pause) {
        if (failure instanceof WandbUnavailableException || failure instanceof WandbRateLimitedException) {
            lastFailure = failure;
            lookAfter(pause);
        } else {
            result.completeExceptionally(failure);
        }
    }

    private void lookAfter(Duration pause) {
        try {
            timer.schedule(() -> look(limits.pauseAfter(pause)), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            end();
        }
    }

    private TimeoutException tooLate() {
        RunState state = lastState;
        Throwable failure = lastFailure;
        String found = state == null ? "was not seen" : "is " + state;
        TimeoutException late = new TimeoutException("Run " + path + " " + found + " and did not become " + awaited
                + " within waitTimeout=" + limits.timeout().toMillis() + " ms"
                + (failure == null ? "" : "; the last look at it failed with: " + failure.getMessage())
                + ". Set the option waitTimeout or the header CamelWandbWaitTimeout to more, or look again later");
        late.initCause(failure);
        return late;
    }
}
