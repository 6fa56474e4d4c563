// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.WandbException;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes of files from and to where a server keeps them, which is mostly another host: the key does not go there. A transfer may take
 * as long as it needs; it ends when nothing moved for the time of an attempt. It has its own limit of requests under way and keeps its own
 * pauses, so that long transfers do not stand in the way of questions. Safe for several threads; each transfer holds one of the threads
 * for calls.
 */
public final class StorageTransport {

    private static final long MAX_ERROR_BYTES = 8 * 1024;
    private static final int MAX_REDIRECTS = 5;

    /** What object stores answer, in XML. */
    private static final Pattern ERROR_CODE = Pattern.compile("<Code>([^<]*)</Code>");

    private final HttpUrl baseUrl;
    private final OkHttpClient http;
    private final StorageFailures failures;
    private final RequestGate gate;
    private final Clock clock;
    private final Retry retry;
    private final ScheduledExecutorService timer;
    private final Set<CompletableFuture<?>> unfinished = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** @param http adds the key to requests to the server and to no others; its dispatcher serves nothing else */
    StorageTransport(
            HttpUrl baseUrl,
            OkHttpClient http,
            StorageFailures failures,
            RequestGate gate,
            Clock clock,
            Retry retry,
            ScheduledExecutorService timer) {
        this.baseUrl = baseUrl;
        this.http = http;
        this.failures = failures;
        this.gate = gate;
        this.clock = clock;
        this.retry = retry;
        this.timer = timer;
    }

    /**
     * The address that the server means, which may leave out its own host.
     *
     * @return null if it is none
     */
    public @Nullable HttpUrl url(String given) {
        return given.startsWith("/") ? HttpUrl.parse(withoutSlash(baseUrl) + given) : HttpUrl.parse(given);
    }

    private static String withoutSlash(HttpUrl url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether the storage took the address for none that it, or the server, gave out: one that has expired, mostly. */
    public static boolean isRefusal(Throwable failure) {
        if (!(failure instanceof WandbException known) || known.status().isEmpty()) {
            return false;
        }
        int status = known.status().getAsInt();
        String said = known.serverMessage() == null ? "" : known.serverMessage();
        return status == 401
                || status == 403
                || (status == 400 && said.toLowerCase(Locale.ROOT).contains("expired"));
    }

    /**
     * Makes the attempt, which may take several requests, again after failures that may pass.
     *
     * @return fails with what the last attempt failed with; cancelling it ends the attempt under way
     */
    public <R> CompletableFuture<R> repeat(Supplier<CompletableFuture<R>> attempt) {
        CompletableFuture<R> result = new CompletableFuture<>();
        unfinished.add(result);
        result.whenComplete((value, failure) -> unfinished.remove(result));
        if (isClosed) { // nobody would end it: the timer of its next attempt is gone
            result.completeExceptionally(failures.closed());
            return result;
        }
        try {
            retry.executeCompletionStage(timer, () -> next(attempt, result)).whenComplete((value, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else {
                    result.complete(value);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private <R> CompletableFuture<R> next(Supplier<CompletableFuture<R>> attempt, CompletableFuture<R> result) {
        if (result.isDone()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<R> one = attempt.get();
        result.whenComplete((value, failure) -> one.cancel(true));
        return one;
    }

    /**
     * Makes the request once. Redirections of reads are followed, without the key where they leave the server.
     *
     * @return fails with a {@link WandbException}, or with what the reader threw; cancelling it ends the transfer
     */
    public <R> CompletableFuture<R> send(StorageCall<R> asked) {
        CompletableFuture<R> result = new CompletableFuture<>();
        CompletableFuture<Void> turn = gate.enter();
        Futures.cancelWith(result, turn);
        turn.whenComplete((entered, cancelled) -> {
            if (cancelled == null) {
                result.whenComplete((value, failure) -> gate.leave());
                ask(asked, asked.request(), MAX_REDIRECTS, result);
            }
        });
        return result;
    }

    private <R> void ask(StorageCall<R> asked, Request request, int redirects, CompletableFuture<R> result) {
        if (isClosed) {
            result.completeExceptionally(failures.closed(asked));
            return;
        }
        Call call = http.newCall(request);
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        try {
            enqueue(call, asked, redirects, result);
        } catch (RuntimeException | Error e) { // such as that the system gives no more threads
            result.completeExceptionally(e);
        }
    }

    private <R> void enqueue(Call call, StorageCall<R> asked, int redirects, CompletableFuture<R> result) {
        Request request = call.request();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                result.completeExceptionally(
                        isClosed ? failures.closed(asked) : failures.notAnswered(asked, request.url(), e));
            }

            @Override
            public void onResponse(Call answered, Response response) {
                if (response.isRedirect() && request.method().equals("GET")) {
                    follow(asked, response, redirects, result);
                } else {
                    outcome(asked, response).settle(result);
                }
            }
        });
    }

    private <R> void follow(StorageCall<R> asked, Response response, int redirects, CompletableFuture<R> result) {
        Request request = response.request();
        String location = response.header("Location");
        HttpUrl next = location == null ? null : request.url().resolve(location);
        response.close();
        boolean isSafe = next != null && (next.isHttps() || !request.url().isHttps());
        if (next == null || !isSafe || redirects == 0) {
            result.completeExceptionally(failures.redirected(asked, request.url(), response.code()));
        } else {
            // not the one that was answered: the key and others' secrets were added to it
            ask(asked, asked.request().newBuilder().url(next).build(), redirects - 1, result);
        }
    }

    private <R> Outcome<R> outcome(StorageCall<R> asked, Response response) {
        HttpUrl url = response.request().url();
        try (response) {
            return new Outcome<>(read(asked, response, url), null);
        } catch (IOException e) {
            return new Outcome<>(null, isClosed ? failures.closed(asked) : failures.notAnswered(asked, url, e));
        } catch (RuntimeException | Error e) { // nobody else would end the transfer
            return new Outcome<>(null, e);
        }
    }

    private <R> R read(StorageCall<R> asked, Response response, HttpUrl url) throws IOException {
        @Nullable
        Duration pause = RateLimitHeaders.pause(response.headers(), response.code(), clock)
                .orElse(null);
        if (pause != null) {
            gate.closeFor(pause);
        }
        if (response.isRedirect()) {
            throw failures.redirected(asked, url, response.code());
        }
        if (!response.isSuccessful()) {
            String body = response.peekBody(MAX_ERROR_BYTES).string();
            throw failures.answered(asked, url, response.code(), text(body, response.header("Content-Type")), pause);
        }
        return asked.reader().read(response);
    }

    private static String text(String body, @Nullable String contentType) {
        Matcher code = ERROR_CODE.matcher(body);
        return code.find() ? code.group(1) : GraphqlEnvelope.errorText(body, contentType);
    }

    /** Ends what is under way; what is asked for later fails. */
    public void close() {
        isClosed = true;
        http.dispatcher().cancelAll();
        unfinished.forEach(result -> result.completeExceptionally(failures.closed()));
    }
}
