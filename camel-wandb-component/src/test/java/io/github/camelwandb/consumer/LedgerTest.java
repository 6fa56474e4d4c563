// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.offset.OffsetStore;
import io.github.camelwandb.offset.OffsetStoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final ScheduledExecutorService committer = Executors.newSingleThreadScheduledExecutor();
    private final InMemory store = new InMemory();

    @AfterEach
    void endThread() {
        committer.shutdownNow();
    }

    private Ledger ledger(Duration interval) {
        return new Ledger(store, interval, committer, Clock.systemUTC());
    }

    /** A store whose commits are seen, and can fail. */
    private static final class InMemory implements OffsetStore {
        private final Map<String, String> entries = new ConcurrentHashMap<>();
        private final List<List<Change>> commits = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicReference<Runnable> beforeMaking = new AtomicReference<>();
        private final AtomicReference<Runnable> afterMaking = new AtomicReference<>(); // and then it fails

        @Override
        public Set<String> commit(List<Change> changes) {
            Runnable before = beforeMaking.getAndSet(null);
            if (before != null) {
                before.run();
            }
            Runnable then = afterMaking.getAndSet(null);
            if (then != null) {
                changes.forEach(this::made);
                then.run();
                throw new OffsetStoreException("simulated, and made", null);
            }
            if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new OffsetStoreException("simulated", null);
            }
            commits.add(changes);
            return changes.stream()
                    .filter(change -> !made(change))
                    .map(Change::key)
                    .collect(Collectors.toSet());
        }

        private boolean made(Change change) {
            if (!Objects.equals(entries.get(change.key()), change.expected())) {
                return false;
            }
            entries.put(change.key(), Objects.requireNonNull(change.next()));
            return true;
        }

        @Override
        public String getState(String key) {
            return entries.get(key);
        }

        @Override
        public void setState(String key, String value) {
            entries.put(key, value);
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }

    @Test
    void entriesThatComeCloseTogetherAreCommittedTogetherAndOnlyTheLastOfEachKey() {
        Ledger ledger = ledger(Duration.ofMillis(200));

        CompletableFuture<Set<String>> first = ledger.put("a", () -> "a1");
        ledger.put("b", () -> "b1");
        CompletableFuture<Set<String>> last = ledger.put("a", () -> "a2");

        assertThat(last.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(first).isSameAs(last);
        assertThat(store.commits).hasSize(1);
        assertThat(store.entries).containsOnly(Map.entry("a", "a2"), Map.entry("b", "b1"));
    }

    @Test
    void aCommitThatFailsIsTriedAgainWithWhatCameSince() {
        Ledger ledger = ledger(Duration.ZERO);
        store.failures.set(2);

        CompletableFuture<Set<String>> first = ledger.put("a", () -> "a1");
        await().until(() -> ledger.failure().isPresent());
        CompletableFuture<Set<String>> second = ledger.put("a", () -> "a2");
        ledger.put("b", () -> "b1");

        assertThat(first.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(second.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(store.entries).containsOnly(Map.entry("a", "a2"), Map.entry("b", "b1"));
        assertThat(ledger.failure()).isEmpty();
    }

    @Test
    void aCommitThatFailedAndWasMadeAfterAllIsNobodyElses() {
        Ledger ledger = ledger(Duration.ZERO);
        store.afterMaking.set(() -> {});

        CompletableFuture<Set<String>> first = ledger.put("a", () -> "a1");
        await().until(() -> store.entries.containsKey("a"));
        CompletableFuture<Set<String>> second = ledger.put("a", () -> "a2");

        assertThat(first.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(second.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(store.entries).containsOnly(Map.entry("a", "a2"));
    }

    @Test
    void whatSomebodyElseHasChangedAfterACommitThatFailedIsLeftAsItIs() {
        Ledger ledger = ledger(Duration.ZERO);
        store.afterMaking.set(() -> store.setState("a", "theirs"));

        CompletableFuture<Set<String>> first = ledger.put("a", () -> "a1");

        assertThat(first.orTimeout(20, TimeUnit.SECONDS).join()).containsExactly("a");
        assertThat(store.entries).containsEntry("a", "theirs");
    }

    @Test
    void anEntryThatSomebodyElseHasChangedIsLeftAsItIsAndSaid() {
        Ledger ledger = ledger(Duration.ZERO);
        ledger.load("a");
        store.setState("a", "theirs");

        assertThat(ledger.put("a", () -> "ours").orTimeout(20, TimeUnit.SECONDS).join())
                .containsExactly("a");
        assertThat(store.entries).containsEntry("a", "theirs");
        assertThat(ledger.load("a")).contains("theirs");
        assertThat(ledger.put("a", () -> "ours").orTimeout(20, TimeUnit.SECONDS).join())
                .isEmpty();
    }

    @Test
    void whatWasStoredIsWrittenOverAlsoWhereOnlyWhatItSaysIsKept() {
        Ledger ledger = ledger(Duration.ZERO);
        RunOffset first = new RunOffset(null, 1, 0, 1, 1, 0, 0, null, Anchors.none(), null);
        RunOffset second = new RunOffset(null, 1, 0, 2, 2, 0, 0, null, Anchors.none(), null);
        store.setState("same", first.encode());
        store.setState("older form", "as an older version wrote it");

        for (String key : List.of("same", "older form")) {
            ledger.load(key);
            ledger.isLoaded(key, first);
            assertThat(ledger.put(key, second).orTimeout(20, TimeUnit.SECONDS).join())
                    .isEmpty();
            assertThat(ledger.put(key, first).orTimeout(20, TimeUnit.SECONDS).join())
                    .isEmpty();
            assertThat(store.entries).containsEntry(key, first.encode());
        }
    }

    @Test
    void whatIsPendingAtTheEndIsCommitted() {
        Ledger ledger = ledger(Duration.ofHours(1));
        ledger.put("a", () -> "a1");

        assertThat(ledger.close(Duration.ofSeconds(20))).isTrue();
        assertThat(store.entries).containsEntry("a", "a1");
    }

    @Test
    void anEndThatCouldNotCommitSaysSo() {
        Ledger ledger = ledger(Duration.ofHours(1));
        ledger.put("a", () -> "a1");
        store.failures.set(1000);

        assertThat(ledger.close(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void aStoreThatDoesNotAnswerHasFailedUntilItDoes() {
        SettableClock time = new SettableClock("2026-01-02T03:04:05Z");
        Ledger ledger = new Ledger(store, Duration.ZERO, committer, time);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        store.beforeMaking.set(answer::join);
        CompletableFuture<Set<String>> put = ledger.put("a", () -> "a1");
        await().until(() -> store.beforeMaking.get() == null);

        assertThat(ledger.failure()).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(ledger.failure().orElseThrow()).hasMessageContaining("has not answered since 2026-01-02T03:04:05Z");

        answer.complete(null);
        assertThat(put.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(ledger.failure()).isEmpty();
    }

    @Test
    void whatIsPutAfterTheEndFailsInsteadOfBeingWaitedForForEver() {
        Ledger ledger = ledger(Duration.ZERO);
        assertThat(ledger.close(Duration.ofSeconds(20))).isTrue();
        committer.shutdownNow();

        assertThat(ledger.put("a", () -> "a1"))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class);
    }

    @Test
    void whatWasPutBeforeTheEntryOfSomebodyElseIsLoadedIsNotWrittenOverIt() {
        Ledger ledger = ledger(Duration.ofMillis(300));
        store.setState("a", "theirs");
        List<CompletableFuture<Set<String>>> meanwhile = new CopyOnWriteArrayList<>();
        store.beforeMaking.set(() -> meanwhile.add(ledger.put("a", () -> "a2")));

        assertThat(ledger.put("a", () -> "a1").orTimeout(20, TimeUnit.SECONDS).join())
                .containsExactly("a");
        meanwhile.add(ledger.put("a", () -> "a3"));
        ledger.put("b", () -> "b1");
        assertThat(ledger.load("a")).contains("theirs");

        assertThat(meanwhile)
                .hasSize(2)
                .allSatisfy(put ->
                        assertThat(put.orTimeout(20, TimeUnit.SECONDS).join()).containsExactly("a"));
        assertThat(store.entries).containsOnly(Map.entry("a", "theirs"), Map.entry("b", "b1"));
        assertThat(ledger.put("a", () -> "a4").orTimeout(20, TimeUnit.SECONDS).join())
                .isEmpty();
    }

    @Test
    void whatWasPutBeforeTheEntryOfSomebodyElseIsLoadedIsSaidAlsoWhereThereIsNothingElse() {
        Ledger ledger = ledger(Duration.ZERO);
        store.setState("a", "theirs");
        ledger.put("a", () -> "a1").orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(ledger.put("a", () -> "a2").orTimeout(20, TimeUnit.SECONDS).join())
                .containsExactly("a");
    }

    @Test
    void aStoreThatFailsWithWhatItDoesNotDeclareIsTriedAgain() {
        Ledger ledger = ledger(Duration.ZERO);
        store.beforeMaking.set(() -> LedgerTest.<RuntimeException>fail(new IOException("simulated")));

        ledger.put("a", () -> "a1");
        CompletableFuture<Set<String>> last = ledger.put("b", () -> "b1");

        assertThat(last.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(store.entries).containsOnly(Map.entry("a", "a1"), Map.entry("b", "b1"));
    }

    /** As Groovy and Kotlin do. */
    @SuppressWarnings("unchecked")
    private static <T extends Exception> void fail(Exception undeclared) throws T {
        throw (T) undeclared;
    }

    @Test
    void theLastCommitIsTriedAgainWhileThereIsTime() {
        Ledger ledger = ledger(Duration.ofHours(1));
        ledger.put("a", () -> "a1");
        store.failures.set(2);

        assertThat(ledger.close(Duration.ofSeconds(20))).isTrue();
        assertThat(store.entries).containsEntry("a", "a1");
    }
}
