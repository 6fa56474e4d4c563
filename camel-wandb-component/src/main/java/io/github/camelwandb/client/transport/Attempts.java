// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The attempts at one request, of which one at a time is under way: until the server knows who asks, waiting at the gate, or at the server. */
final class Attempts<R> {

    private final ServerCall<R> asked;
    private final HttpCall call;
    private final RequestGate gate;
    private final Authorization authorization;

    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicReference<@Nullable CompletableFuture<?>> underWay = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> lastFailure = new AtomicReference<>();
    private final Clock clock;
    private volatile boolean isInLine; // the server knows who asks
    private volatile @Nullable Instant atServerSince; // of the attempt that was last there

    Attempts(ServerCall<R> asked, HttpCall call, RequestGate gate, Authorization authorization, Clock clock) {
        this.asked = asked;
        this.call = call;
        this.gate = gate;
        this.authorization = authorization;
        this.clock = clock;
    }

    ServerCall<R> asked() {
        return asked;
    }

    /** What all of it comes to. */
    CompletableFuture<R> result() {
        return result;
    }

    /** What the last attempt failed with, if there was one. */
    Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure.get());
    }

    /** Whether the last one has waited for its turn, so that the server has not had this much time for it. */
    boolean waitedForTurn(Duration time) {
        Instant since = atServerSince;
        return isInLine
                && (since == null
                        || Duration.between(since, clock.instant()).abs().compareTo(time) < 0);
    }

    /** One more. */
    CompletableFuture<R> next() {
        CompletableFuture<R> attempt = new CompletableFuture<>();
        CompletableFuture<Void> permission = authorization.ready();
        track(permission);
        permission.whenComplete((known, failure) -> {
            if (failure != null) {
                lastFailure.set(failure);
                attempt.completeExceptionally(failure);
            } else {
                enter(attempt);
            }
        });
        return attempt;
    }

    private void enter(CompletableFuture<R> attempt) {
        isInLine = true;
        CompletableFuture<Void> turn = gate.enter();
        track(turn);
        turn.whenComplete((entered, cancelled) -> {
            if (cancelled != null) {
                attempt.completeExceptionally(cancelled);
            } else if (result.isDone()) {
                gate.leave();
                attempt.cancel(false);
            } else {
                ask(attempt);
            }
        });
    }

    private void ask(CompletableFuture<R> attempt) {
        atServerSince = clock.instant();
        CompletableFuture<R> answer = call.attempt(asked);
        track(answer);
        answer.whenComplete((value, failure) -> {
            gate.leave();
            if (failure != null) {
                lastFailure.set(failure);
                if (failure instanceof WandbAuthenticationException) {
                    authorization.refused();
                }
                attempt.completeExceptionally(failure);
            } else {
                attempt.complete(value);
            }
        });
    }

    private void track(CompletableFuture<?> current) {
        underWay.set(current);
        if (result.isDone()) {
            current.cancel(true);
        }
    }

    /** What the last attempt came to. */
    void settle(@Nullable R value, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else if (value != null) {
            result.complete(value);
        }
    }

    /** Ends all of it. */
    void fail(WandbException failure) {
        result.completeExceptionally(failure);
    }

    /** Gives up what is under way. */
    void end() {
        CompletableFuture<?> current = underWay.get();
        if (current != null) {
            current.cancel(true);
        }
    }
}
