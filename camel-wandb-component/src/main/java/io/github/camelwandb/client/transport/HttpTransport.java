// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to one server with one key, politely: a bounded number at once, none while the server asks for a pause, again
 * after failures that may pass, and never longer than the deadline. Safe for several threads; no thread waits in it.
 */
public final class HttpTransport {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final double JITTER = 0.25;

    private final HttpUrl baseUrl;
    private final OkHttpClient http;
    private final Authorization authorization;
    private final HttpCall call;
    private final RequestGate gate;
    private final Failures failures;
    private final ExecutorService calls;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Limits limits;
    private final RandomGenerator random;
    private final Retry ofRepeatable;
    private final Retry ofOthers;
    private final StorageTransport storage;
    private final Set<Attempts<?>> unfinished = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /**
     * What limits requests.
     *
     * @param attemptTimeout how long one attempt may take
     * @param deadline how long all attempts may take, waits included
     * @param firstWait before the second attempt; each further wait is twice as long
     * @param maxAttempts how often an operation is tried, at least 1
     * @param maxConcurrentRequests how many may be under way at once, at least 1
     */
    public record Limits(
            Duration attemptTimeout,
            Duration deadline,
            Duration firstWait,
            int maxAttempts,
            int maxConcurrentRequests) {}

    /**
     * @param headers that each request to the server carries beside its own
     * @param base TLS, proxy and the like
     * @param gate what lets requests through; clients for the same server and key share it, for the server has one limit for both
     * @param calls runs the calls: one thread for each that is under way, and for each answer that somebody makes something of
     * @param timer wakes what waits; one thread is enough
     * @param random spreads the waits of several clients; used by several threads
     */
    public HttpTransport(
            HttpUrl baseUrl,
            Credentials credentials,
            Map<String, String> headers,
            Limits limits,
            OkHttpClient base,
            RequestGate gate,
            ExecutorService calls,
            ScheduledExecutorService timer,
            Clock clock,
            RandomGenerator random) {
        this.baseUrl = baseUrl;
        this.authorization = credentials
                .identityTokenFile()
                .<Authorization>map(file -> new AccessTokens(file, url("oidc", "token"), this::sendUnknown, clock))
                .orElseGet(() -> Authorization.ofKey(credentials));
        this.http = base.newBuilder()
                .dispatcher(unlimited(calls))
                .callTimeout(limits.attemptTimeout())
                .connectTimeout(limits.attemptTimeout())
                .readTimeout(limits.attemptTimeout())
                .writeTimeout(limits.attemptTimeout())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(new LoggingInterceptor(LoggerFactory.getLogger(HttpTransport.class)))
                .addInterceptor(new AuthenticationInterceptor(baseUrl, authorization, headers))
                .addNetworkInterceptor(new NoRepeatInterceptor())
                .build();
        this.failures = new Failures(baseUrl, credentials);
        this.gate = gate;
        this.call = new HttpCall(http, failures, gate, clock);
        this.calls = calls;
        this.timer = timer;
        this.clock = clock;
        this.limits = limits;
        this.random = random;
        this.ofRepeatable = retry(limits, random, HttpTransport::mayPass);
        this.ofOthers = retry(limits, random, failure -> mayPass(failure) && wasNotDone(failure));
        this.storage = new StorageTransport(
                baseUrl,
                http.newBuilder()
                        .dispatcher(unlimited(calls))
                        .callTimeout(Duration.ZERO)
                        .build(),
                new StorageFailures(failures, credentials),
                new RequestGate(limits.maxConcurrentRequests(), clock, timer),
                clock,
                ofRepeatable,
                timer);
    }

    /** The gate is the limit: a second one would count requests whose answer is being worked on. */
    private static Dispatcher unlimited(ExecutorService calls) {
        Dispatcher dispatcher = new Dispatcher(calls);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    private static Retry retry(Limits limits, RandomGenerator random, Predicate<Throwable> again) {
        return Retry.of(
                "wandb",
                RetryConfig.custom()
                        .maxAttempts(limits.maxAttempts())
                        .retryOnException(again)
                        .intervalBiFunction((attempt, outcome) -> waitAfter(attempt, limits.firstWait(), random))
                        .build());
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof WandbUnavailableException || failure instanceof WandbRateLimitedException;
    }

    private static boolean wasNotDone(Throwable failure) {
        return failure instanceof WandbRateLimitedException
                || failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof UnknownHostException;
    }

    /** A pause that the server asks for is kept by the gate, not here: it holds for all requests. */
    private static long waitAfter(int attempt, Duration first, RandomGenerator random) {
        long wait = Math.min(LONGEST_WAIT.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        return (long) (wait * (1 + random.nextDouble() * JITTER));
    }

    /**
     * Asks the server.
     *
     * @return fails with a {@link io.github.camelwandb.client.WandbException}; cancelling it ends the request
     */
    public <R> CompletableFuture<R> send(ServerCall<R> asked) {
        return start(asked, asked.repeatable() ? ofRepeatable : ofOthers);
    }

    /** Asks the server once: a failure that may pass is not waited for. */
    <R> CompletableFuture<R> sendOnce(ServerCall<R> asked) {
        return start(asked, null);
    }

    /**
     * Asks the server for something that it can also be asked for in parts. Signs of {@link Overload} end it early: a time-out at once,
     * any other at the second one.
     */
    <R> CompletableFuture<R> sendDivisible(ServerCall<R> asked) {
        AtomicBoolean warned = new AtomicBoolean();
        Predicate<Throwable> bearable =
                failure -> !Overload.isTimeOut(failure) && !(Overload.isLikely(failure) && warned.getAndSet(true));
        return start(asked, retry(limits, random, failure -> mayPass(failure) && bearable.test(failure)));
    }

    /** Asks for what makes the server know who asks. */
    private <R> CompletableFuture<R> sendUnknown(ServerCall<R> asked) {
        return start(new Attempts<>(asked, call, gate, Authorization.ofNobody(), clock), ofRepeatable);
    }

    private <R> CompletableFuture<R> start(ServerCall<R> asked, @Nullable Retry retry) {
        return start(new Attempts<>(asked, call, gate, authorization, clock), retry);
    }

    private <R> CompletableFuture<R> start(Attempts<R> attempts, @Nullable Retry retry) {
        CompletableFuture<R> result = attempts.result();
        unfinished.add(attempts);
        result.whenComplete((value, failure) -> unfinished.remove(attempts));
        try {
            if (isClosed) {
                throw new RejectedExecutionException("closed");
            }
            endAtDeadline(attempts);
            if (retry != null) {
                retry.executeCompletionStage(timer, attempts::next).whenComplete(attempts::settle);
            } else {
                attempts.next().whenComplete(attempts::settle);
            }
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failures.closed(attempts.asked()));
        }
        return result;
    }

    private void endAtDeadline(Attempts<?> attempts) {
        // emptied at the end: an executor may keep a cancelled task until its time comes, and with it the answer
        AtomicReference<@Nullable Attempts<?>> pending = new AtomicReference<>(attempts);
        ScheduledFuture<?> alarm = timer.schedule(
                () -> {
                    Attempts<?> late = pending.get();
                    if (late != null) {
                        // not on the timer's thread, which whoever waits for the answer must not hold
                        calls.execute(() -> late.fail(tooLate(late)));
                    }
                },
                limits.deadline().toMillis(),
                TimeUnit.MILLISECONDS);
        attempts.result().whenComplete((value, failure) -> {
            pending.set(null);
            alarm.cancel(false);
            attempts.end();
        });
    }

    private WandbException tooLate(Attempts<?> late) {
        Throwable last = late.lastFailure().orElse(null);
        Optional<Duration> pause = gate.pause();
        boolean hadNoTurn = late.waitedForTurn(limits.deadline().dividedBy(2));
        return last == null && pause.isEmpty() && hadNoTurn
                ? failures.noTurn(late.asked(), limits.deadline(), limits.maxConcurrentRequests())
                : failures.tooLate(late.asked(), limits.deadline(), last, pause);
    }

    /**
     * The address of the server, and of what is below it by these names.
     *
     * @throws IllegalArgumentException if a name would lead up
     */
    public HttpUrl url(String... segments) {
        HttpUrl.Builder url = baseUrl.newBuilder();
        for (String segment : segments) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'" + segment + "' in " + String.join("/", segments)
                        + " is a step to another address, which no entity, project or run that is written to can be"
                        + " called: name another one");
            }
            url.addPathSegment(segment);
        }
        return url.build();
    }

    /** Moves files between us and where the server keeps them; ends with this transport. */
    public StorageTransport storage() {
        return storage;
    }

    Failures failures() {
        return failures;
    }

    /** What lets requests through. */
    public RequestGate gate() {
        return gate;
    }

    /** How many requests the server said are left before its rate limit; empty if it says nothing. */
    public OptionalLong requestsLeft() {
        return gate.requestsLeft();
    }

    /** Ends what is under way; what is asked for later fails. */
    public void close() {
        isClosed = true;
        unfinished.forEach(attempts -> attempts.fail(failures.closed(attempts.asked())));
        storage.close();
        http.connectionPool().evictAll();
    }
}
