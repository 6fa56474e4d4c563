// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelwandb.client.WandbException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One attempt at a request, and its answer read while it arrives. */
final class HttpCall {

    private static final long MAX_ERROR_BYTES = 8 * 1024;

    private final OkHttpClient http;
    private final Failures failures;
    private final RequestGate gate;
    private final Clock clock;

    HttpCall(OkHttpClient http, Failures failures, RequestGate gate, Clock clock) {
        this.http = http;
        this.failures = failures;
        this.gate = gate;
        this.clock = clock;
    }

    /** Fails with a {@link WandbException}, or with an Error as it is. Cancelling the future ends the call. */
    <R> CompletableFuture<R> attempt(ServerCall<R> asked) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Call call = http.newCall(asked.request());
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        try {
            enqueue(call, asked, result);
        } catch (RuntimeException | Error e) { // such as that the system gives no more threads
            result.completeExceptionally(e);
        }
        return result;
    }

    private <R> void enqueue(Call call, ServerCall<R> asked, CompletableFuture<R> result) {
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                result.completeExceptionally(failures.notAnswered(asked, e));
            }

            @Override
            public void onResponse(Call answered, Response response) {
                outcome(asked, response).settle(result);
            }
        });
    }

    private <R> Outcome<R> outcome(ServerCall<R> asked, Response response) {
        try (response) {
            return new Outcome<>(read(asked, response), null);
        } catch (WandbException e) {
            return new Outcome<>(null, e);
        } catch (StreamConstraintsException e) {
            return new Outcome<>(null, failures.tooLong(asked, response.code(), e));
        } catch (JsonProcessingException e) {
            return new Outcome<>(
                    null,
                    e instanceof JsonEOFException
                            ? failures.notAnswered(asked, e)
                            : failures.notTheApi(asked, response.code(), e));
        } catch (IOException e) {
            return new Outcome<>(null, failures.notAnswered(asked, e));
        } catch (RuntimeException e) {
            return new Outcome<>(null, failures.notUnderstood(asked, e));
        } catch (Error e) { // nobody else would end the request
            return new Outcome<>(null, e);
        }
    }

    private <R> R read(ServerCall<R> asked, Response response) throws IOException {
        @Nullable
        Duration pause = RateLimitHeaders.pause(response.headers(), response.code(), clock)
                .orElse(null);
        if (pause != null) {
            gate.closeFor(pause);
        }
        RateLimitHeaders.remaining(response.headers()).ifPresent(gate::noteRequestsLeft);
        if (response.isRedirect()) {
            throw failures.redirected(asked, response.code(), response.header("Location"));
        }
        if (!response.isSuccessful()) {
            String body = response.peekBody(MAX_ERROR_BYTES).string();
            String text = GraphqlEnvelope.errorText(body, response.header("Content-Type"));
            throw failures.answered(asked, response.code(), text, pause);
        }
        return asked.reader().read(response.body().byteStream());
    }
}
