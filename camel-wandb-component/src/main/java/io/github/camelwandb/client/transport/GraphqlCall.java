// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelwandb.client.WandbException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One attempt at an operation: a POST, and its answer read while it arrives. */
final class GraphqlCall {

    private static final long MAX_ERROR_BYTES = 8 * 1024;

    private final OkHttpClient http;
    private final Failures failures;
    private final GraphqlEnvelope envelope;
    private final RequestGate gate;
    private final Clock clock;

    GraphqlCall(OkHttpClient http, Failures failures, RequestGate gate, Clock clock) {
        this.http = http;
        this.failures = failures;
        this.envelope = new GraphqlEnvelope(failures);
        this.gate = gate;
        this.clock = clock;
    }

    /** Fails with a {@link WandbException}, or with an Error as it is. Cancelling the future ends the call. */
    <R> CompletableFuture<R> attempt(GraphqlOperation<R> operation, Request request) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Call call = http.newCall(request);
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                result.completeExceptionally(failures.notAnswered(operation, e));
            }

            @Override
            public void onResponse(Call answered, Response response) {
                // completed only when the connection is free again: whoever waits for the answer may take long over it
                outcome(operation, response).settle(result);
            }
        });
        return result;
    }

    private <R> Outcome<R> outcome(GraphqlOperation<R> operation, Response response) {
        try (response) {
            return new Outcome<>(read(operation, response), null);
        } catch (WandbException e) {
            return new Outcome<>(null, e);
        } catch (JsonProcessingException e) {
            return new Outcome<>(
                    null,
                    e instanceof JsonEOFException
                            ? failures.notAnswered(operation, e)
                            : failures.notTheApi(operation, response.code(), e));
        } catch (IOException e) {
            return new Outcome<>(null, failures.notAnswered(operation, e));
        } catch (RuntimeException e) {
            return new Outcome<>(null, failures.notUnderstood(operation, e));
        } catch (Error e) { // nobody else would end the request
            return new Outcome<>(null, e);
        }
    }

    private <R> R read(GraphqlOperation<R> operation, Response response) throws IOException {
        @Nullable
        Duration pause = RateLimitHeaders.pause(response.headers(), response.code(), clock)
                .orElse(null);
        if (pause != null) {
            gate.closeFor(pause);
        }
        RateLimitHeaders.remaining(response.headers()).ifPresent(gate::noteRequestsLeft);
        if (response.isRedirect()) {
            throw failures.redirected(operation, response.code(), response.header("Location"));
        }
        if (response.code() != 200) {
            String body = response.peekBody(MAX_ERROR_BYTES).string();
            String text = GraphqlEnvelope.errorText(body, response.header("Content-Type"));
            throw failures.answered(operation, response.code(), text, pause);
        }
        return envelope.read(operation, response.body().byteStream());
    }

    private record Outcome<R>(@Nullable R value, @Nullable Throwable failure) {
        void settle(CompletableFuture<R> result) {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (value != null) {
                result.complete(value);
            }
        }
    }
}
