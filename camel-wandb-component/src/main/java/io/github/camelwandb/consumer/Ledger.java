// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.offset.OffsetStore;
import io.github.camelwandb.offset.OffsetStore.Change;
import io.github.camelwandb.offset.OffsetStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries on their way to the store: they gather for a while and are committed together, each only over the entry that was read or written
 * before. A commit that fails is tried again, with what came since, until it succeeds. Safe for several threads.
 */
final class Ledger {

    /** What is kept under a key. */
    interface Entry {
        /** One line; called when it is committed. */
        String encode();

        /** Whether it encodes to the same line whenever it is asked, so that the line need not be kept. */
        default boolean isConstant() {
            return false;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    /** A commit that takes so long has failed, as far as anybody can know. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final OffsetStore store;
    private final Duration interval;
    private final ScheduledExecutorService committer;
    private final Clock clock;
    private final Backoff retry;
    private final Map<String, Entry> known = new ConcurrentHashMap<>();
    private final Map<String, String> tried = new HashMap<>(); // by a commit that failed; of the committer

    private final Object lock = new Object();
    private Map<String, Entry> pending = new LinkedHashMap<>();
    private CompletableFuture<Set<String>> next = new CompletableFuture<>();
    private final Set<String> changedByOthers = new HashSet<>(); // and not loaded since
    private final Set<String> dropped = new HashSet<>(); // to be said with the next commit
    private final List<CompletableFuture<Set<String>>> promised = new ArrayList<>();
    private boolean scheduled;
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable Instant asked; // when the store was, that has not answered yet

    /**
     * @param interval how long entries may gather
     * @param committer one thread, which alone changes the store
     */
    Ledger(OffsetStore store, Duration interval, ScheduledExecutorService committer, Clock clock) {
        this.store = store;
        this.interval = interval;
        this.committer = committer;
        this.clock = clock;
        this.retry = new Backoff(clock, FIRST_RETRY, LONGEST_RETRY);
    }

    /** The stored entry, over which the next one is written. */
    Optional<String> load(String key) {
        String entry = store.getState(key);
        if (entry == null) {
            known.remove(key);
        } else {
            known.put(key, () -> entry);
        }
        synchronized (lock) {
            changedByOthers.remove(key);
        }
        return Optional.ofNullable(entry);
    }

    /** The stored entry that was loaded is this one: its line need not be kept if it says the same. */
    void isLoaded(String key, Entry entry) {
        known.computeIfPresent(key, (same, stored) -> kept(entry, stored.encode()));
    }

    private static Entry kept(Entry entry, String line) {
        return entry.isConstant() && entry.encode().equals(line) ? entry : () -> line;
    }

    /**
     * Takes the place of the entry and of what is on its way for it.
     *
     * @return completes when it is durable, with the keys whose entries somebody else had changed: they are not written, and have to be
     *     loaded anew: until then nothing is written over them. It is the same future for all entries that are committed together
     */
    CompletableFuture<Set<String>> put(String key, Entry entry) {
        synchronized (lock) {
            boolean isOutdated = changedByOthers.contains(key);
            if (isOutdated) {
                dropped.add(key);
            } else {
                pending.put(key, entry);
            }
            if (!scheduled) {
                schedule(failure == null && !isOutdated ? interval : FIRST_RETRY);
            }
            return next;
        }
    }

    /** What the last commit failed with, or that it does not end; empty once one has succeeded. */
    Optional<RuntimeException> failure() {
        RuntimeException known = failure;
        Instant since = asked;
        // a clock that was set back is no reason to wait
        boolean isHung =
                since != null && Duration.between(since, clock.instant()).abs().compareTo(PATIENCE) >= 0;
        return known == null && isHung
                ? Optional.of(new OffsetStoreException(store + " has not answered since " + since))
                : Optional.ofNullable(known);
    }

    /**
     * Commits what is pending, and tries again where that fails; only when nothing more is put. What cannot be committed fails, and so
     * does what is put all the same. Answers whether all that was pending is durable.
     */
    boolean close(Duration patience) {
        CompletableFuture<Set<String>> last = lastPromise();
        try {
            committer.execute(this::commit);
            last.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.debug("The last commit did not end in time", e);
        }
        boolean isStored;
        List<CompletableFuture<Set<String>>> broken = new ArrayList<>();
        synchronized (lock) {
            isStored = pending.isEmpty() && promised.isEmpty();
            broken.addAll(promised);
            broken.add(next); // also of what somebody puts who does not know yet
        }
        broken.forEach(promise -> promise.completeExceptionally(
                new OffsetStoreException("The route has ended before it could be stored")));
        return isStored;
    }

    /** Of what is not durable yet. */
    private CompletableFuture<Set<String>> lastPromise() {
        synchronized (lock) {
            if (!pending.isEmpty()) {
                return next;
            }
            return promised.isEmpty() ? CompletableFuture.completedFuture(Set.of()) : promised.get(promised.size() - 1);
        }
    }

    private void schedule(Duration wait) {
        scheduled = true;
        try {
            committer.schedule(this::commit, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("After the end nothing is committed: what this stands for is delivered again");
        }
    }

    private void commit() {
        Map<String, Entry> entries;
        List<CompletableFuture<Set<String>>> waiting;
        Set<String> told;
        synchronized (lock) {
            scheduled = false;
            if (pending.isEmpty() && dropped.isEmpty()) {
                return;
            }
            told = new HashSet<>(dropped);
            dropped.clear();
            entries = pending;
            pending = new LinkedHashMap<>();
            promised.add(next);
            next = new CompletableFuture<>();
            waiting = List.copyOf(promised);
        }
        List<Change> changes = new ArrayList<>(entries.size());
        Set<String> refused = Set.of();
        asked = clock.instant();
        try {
            takeNoteOfWhatWasMade();
            entries.forEach((key, entry) -> changes.add(new Change(key, knownLine(key), entry.encode())));
            if (!changes.isEmpty()) {
                refused = store.commit(changes);
            }
        } catch (Throwable e) { // a store need not be written in Java, and throws what it likes
            changes.forEach(change -> tried.put(change.key(), Objects.requireNonNull(change.next())));
            failed(entries, told, e);
            return;
        } finally {
            asked = null;
        }
        for (Change change : changes) {
            String line = change.next();
            Entry entry = entries.get(change.key());
            if (refused.contains(change.key()) || line == null || entry == null) {
                known.remove(change.key());
            } else {
                known.put(change.key(), kept(entry, line));
            }
        }
        told.addAll(refused);
        synchronized (lock) {
            promised.clear();
            for (String key : refused) {
                changedByOthers.add(key);
                if (pending.remove(key) != null) {
                    dropped.add(key);
                }
            }
            if (failure != null) {
                LOG.info("Positions are stored again");
            }
            failure = null;
            retry.succeeded();
        }
        waiting.forEach(promise -> promise.complete(told));
    }

    /** A commit that fails may have been made, or a part of it: what it wrote is not somebody else's. */
    private void takeNoteOfWhatWasMade() {
        tried.forEach((key, line) -> {
            if (line.equals(store.getState(key))) {
                known.put(key, () -> line);
            }
        });
        tried.clear();
    }

    private @Nullable String knownLine(String key) {
        Entry entry = known.get(key);
        return entry == null ? null : entry.encode();
    }

    private void failed(Map<String, Entry> entries, Set<String> told, Throwable cause) {
        Duration wait;
        synchronized (lock) {
            dropped.addAll(told);
            entries.putAll(pending); // newer ones win
            pending = entries;
            wait = retry.failed();
            if (failure == null) {
                LOG.error("Positions cannot be stored. Nothing is delivered until they can; it is tried again", cause);
            }
            failure = cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
            if (!scheduled) {
                schedule(wait);
            }
        }
        LOG.debug("The next try to store positions is in {}", wait, cause);
    }
}
