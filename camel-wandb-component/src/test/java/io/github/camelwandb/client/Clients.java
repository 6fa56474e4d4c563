// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Clients with threads of their own, ended after the test. */
public final class Clients implements AfterEachCallback {

    /** A key that no test's server insists on. */
    public static final String KEY = "0123456789abcdef0123456789abcdef01234567";

    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** Short waits, three attempts. */
    public WandbClientBuilder builder(String baseUrl, String apiKey) {
        return WandbClient.builder()
                .baseUrl(baseUrl)
                .credentials(Credentials.resolve(apiKey, Map.of(), baseUrl))
                .callExecutor(calls)
                .timer(timer)
                .firstWait(Duration.ofMillis(1))
                .attemptTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30))
                .maxAttempts(3);
    }

    /** What the future comes to, as a caller that waits for it sees it. */
    public static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        calls.shutdownNow();
        timer.shutdownNow();
    }
}
