// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.camelwandb.client.model.ProjectPath;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that may be given again for a while, a bounded number of them. Who asks what is being asked already gets the same answer; an error
 * is told to all who wait for it and not kept. Safe for several threads.
 */
public final class ReadCache {

    private static final int MOST = 1_000;

    /** Futures, not values: so an answer ages from when it was asked for, and what is under way can be forgotten. */
    private final Cache<Key, CompletableFuture<?>> answers;

    /**
     * What is asked.
     *
     * @param operation what it asks for
     * @param project what it is about, null for the key itself
     * @param runId of the run it is about, null for all of the project
     * @param detail what else makes two questions different
     */
    public record Question(
            String operation,
            @Nullable ProjectPath project,
            @Nullable String runId,
            Object detail) {}

    private record Key(Question question, Duration timeToLive) {}

    ReadCache(Clock clock) {
        answers = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .expireAfter(Expiry.<Key, CompletableFuture<?>>creating((key, answer) -> key.timeToLive))
                .build();
    }

    /**
     * The answer that is known, or a new one.
     *
     * @param timeToLive how old it may be; of askers with another one it knows nothing
     * @param ask asks the server for it
     */
    @SuppressWarnings("unchecked") // a question has one kind of answer
    public <T> CompletableFuture<T> get(Question question, Duration timeToLive, Supplier<CompletableFuture<T>> ask) {
        Key key = new Key(question, timeToLive);
        CompletableFuture<T> answer = (CompletableFuture<T>) answers.get(key, asked -> ask.get());
        answer.whenComplete((value, failure) -> {
            if (failure != null) {
                answers.asMap().remove(key, answer);
            }
        });
        return answer.copy(); // cancelling it must not cancel that of the others
    }

    /** Forgets the run and what counts the runs of its project; without a run all of the project. */
    public void forget(ProjectPath project, @Nullable String runId) {
        answers.asMap().keySet().removeIf(key -> {
            Question question = key.question;
            return project.equals(question.project)
                    && (runId == null || question.runId == null || runId.equals(question.runId));
        });
    }

    /** Forgets all. */
    public void clear() {
        answers.invalidateAll();
    }

    /** Whether it knows nothing. */
    public boolean isEmpty() {
        return answers.asMap().isEmpty();
    }
}
