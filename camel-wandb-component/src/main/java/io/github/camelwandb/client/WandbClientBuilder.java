// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.filestream.FileStream;
import io.github.camelwandb.client.history.History;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.HttpTransport;
import io.github.camelwandb.client.transport.RequestGate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Options and parts of a {@link WandbClient}. Threads and time come from outside, and are not closed by the client. */
public final class WandbClientBuilder {

    private String baseUrl = "https://api.wandb.ai";
    private @Nullable Credentials credentials;
    private Map<String, String> environment = Map.of();
    private Map<String, String> headers = Map.of();
    private OkHttpClient okHttp = new OkHttpClient();
    private @Nullable ExecutorService callExecutor;
    private @Nullable ScheduledExecutorService timer;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    private Duration attemptTimeout = Duration.ofSeconds(30);
    private Duration deadline = Duration.ofMinutes(2);
    private Duration firstWait = Duration.ofMillis(500);
    private int maxAttempts = 5;
    private int maxConcurrentRequests = 8;
    private @Nullable WandbClient limited;
    private Duration gatheringTime = Duration.ofMillis(20);

    WandbClientBuilder() {}

    /** The API of the server, not the pages of its app. */
    public WandbClientBuilder baseUrl(String value) {
        baseUrl = AppUrls.withoutSlash(value.trim());
        return this;
    }

    public WandbClientBuilder credentials(Credentials value) {
        credentials = value;
        return this;
    }

    /** The variables that W&amp;B's own clients heed: {@code WANDB_ENTITY}, {@code WANDB_PROJECT}, {@code WANDB_APP_URL}. */
    public WandbClientBuilder environment(Map<String, String> value) {
        environment = Map.copyOf(value);
        return this;
    }

    /** HTTP headers that each request to the server, but none to a storage, carries beside the client's own; see {@link ExtraHeaders}. */
    public WandbClientBuilder headers(Map<String, String> value) {
        headers = Map.copyOf(value);
        return this;
    }

    /** What requests are made with: TLS, proxy and the like. Its time-outs, redirects and repetitions are not used. */
    public WandbClientBuilder okHttp(OkHttpClient value) {
        okHttp = value;
        return this;
    }

    /** Runs the requests, and what follows from their answers: a thread for each, so its number must not be bounded. */
    public WandbClientBuilder callExecutor(ExecutorService value) {
        callExecutor = value;
        return this;
    }

    /** Wakes requests that wait; one thread is enough. */
    public WandbClientBuilder timer(ScheduledExecutorService value) {
        timer = value;
        return this;
    }

    public WandbClientBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** Spreads the waits between attempts; used by several threads. */
    public WandbClientBuilder random(RandomGenerator value) {
        random = value;
        return this;
    }

    /** How long one attempt may take. */
    public WandbClientBuilder attemptTimeout(Duration value) {
        attemptTimeout = value;
        return this;
    }

    /** How long a request may take in all, with its repetitions and waits. */
    public WandbClientBuilder deadline(Duration value) {
        deadline = value;
        return this;
    }

    /** How long to wait before the second attempt; each further wait is twice as long, up to half a minute. */
    public WandbClientBuilder firstWait(Duration value) {
        firstWait = value;
        return this;
    }

    /** How often a request is tried, at least once. */
    public WandbClientBuilder maxAttempts(int value) {
        maxAttempts = value;
        return this;
    }

    /** How many requests may be under way at once, at least one. */
    public WandbClientBuilder maxConcurrentRequests(int value) {
        maxConcurrentRequests = value;
        return this;
    }

    /** Another client for the same server and key, through whose limit this one's requests go, too: the server has one for both. */
    public WandbClientBuilder limitedWith(WandbClient value) {
        limited = value;
        return this;
    }

    /** How long a read of a few rows of a run waits for such reads of other runs, to go with them in one request. */
    public WandbClientBuilder gatheringTime(Duration value) {
        gatheringTime = value;
        return this;
    }

    /** @throws IllegalArgumentException if the base URL cannot be that of an API */
    public WandbClient build() {
        ExecutorService calls = Objects.requireNonNull(callExecutor, "callExecutor");
        ScheduledExecutorService alarms = Objects.requireNonNull(timer, "timer");
        HttpTransport http = new HttpTransport(
                url(),
                Objects.requireNonNull(credentials, "credentials"),
                headers,
                new HttpTransport.Limits(attemptTimeout, deadline, firstWait, maxAttempts, maxConcurrentRequests),
                okHttp,
                limited != null ? limited.gate() : new RequestGate(maxConcurrentRequests, clock, alarms),
                calls,
                alarms,
                clock,
                random);
        GraphqlTransport transport = new GraphqlTransport(http);
        History history = new History(transport, calls, alarms, gatheringTime);
        return new WandbClient(
                http,
                transport,
                history,
                new FileStream(http, transport, alarms, clock),
                credentials,
                baseUrl,
                environment,
                random,
                new ReadCache(clock));
    }

    private HttpUrl url() {
        HttpUrl url = HttpUrl.parse(baseUrl);
        if (url == null) {
            throw new IllegalArgumentException("baseUrl=" + baseUrl.replaceAll("[^/]*@", "***@")
                    + " is no http or https URL, as in https://acme.wandb.io");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new IllegalArgumentException(
                    "baseUrl holds a user name or password for " + url.host() + ": leave them out, and set apiKey");
        }
        boolean isCloud = url.host().equals("wandb.ai") || url.host().endsWith(".wandb.ai");
        if (isCloud && (!url.isHttps() || !url.host().startsWith("api."))) {
            throw new IllegalArgumentException(
                    "baseUrl=" + baseUrl + " is not the API of W&B's cloud: did you mean https://api.wandb.ai?");
        }
        return url;
    }
}
