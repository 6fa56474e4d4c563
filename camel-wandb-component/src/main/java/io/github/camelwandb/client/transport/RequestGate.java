// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a bounded number of requests through at once, in the order they came, and none while the server asks for a pause. Nobody's thread
 * waits in it.
 */
public final class RequestGate {

    private static final long UNKNOWN = -1;

    private final int width;
    private final Clock clock;
    private final ScheduledExecutorService timer;

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int inside;
    private Instant closedAt = Instant.EPOCH;
    private Duration closedFor = Duration.ZERO;
    private boolean hasAlarm;
    private volatile long requestsLeft = UNKNOWN;

    /**
     * @param width how many requests may be under way at once, at least 1
     * @param timer lets the next ones in when a pause is over
     */
    public RequestGate(int width, Clock clock, ScheduledExecutorService timer) {
        this.width = width;
        this.clock = clock;
        this.timer = timer;
    }

    /** Completes when the request may go; {@link #leave} must follow. Who gives up cancels it. */
    CompletableFuture<Void> enter() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(turn);
        }
        letIn();
        return turn;
    }

    void leave() {
        synchronized (this) {
            inside--;
        }
        letIn();
    }

    /** Nobody is let in before this much time has passed. */
    void closeFor(Duration pause) {
        synchronized (this) {
            if (pause().map(left -> pause.compareTo(left) > 0).orElse(true)) {
                closedAt = clock.instant();
                closedFor = pause;
            }
        }
    }

    /** The server has said how many requests are left; for those who watch only. */
    void noteRequestsLeft(long requests) {
        requestsLeft = requests;
    }

    /** What the server said last. */
    OptionalLong requestsLeft() {
        long requests = requestsLeft;
        return requests == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(requests);
    }

    /** How long it is still closed. */
    synchronized Optional<Duration> pause() {
        // a clock that was set back is no reason to wait
        Duration left =
                closedFor.minus(Duration.between(closedAt, clock.instant()).abs());
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    private void letIn() {
        for (CompletableFuture<Void> next = next(); next != null; next = next()) {
            if (!next.complete(null)) {
                synchronized (this) {
                    inside--; // it was cancelled
                }
            }
        }
    }

    private synchronized @Nullable CompletableFuture<Void> next() {
        if (waiting.isEmpty() || inside >= width) {
            return null;
        }
        Optional<Duration> pause = pause();
        if (pause.isPresent()) {
            if (!hasAlarm) {
                hasAlarm = true;
                timer.schedule(this::onAlarm, pause.get().toMillis() + 1, TimeUnit.MILLISECONDS);
            }
            return null;
        }
        inside++;
        return waiting.remove();
    }

    private void onAlarm() {
        synchronized (this) {
            hasAlarm = false;
        }
        letIn();
    }
}
