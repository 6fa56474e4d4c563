// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.offset.OffsetStore;
import io.github.camelwandb.offset.OffsetStoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.jspecify.annotations.Nullable;

/** Positions in memory, with compare-and-set, that outlive the route; commits can wait, fail and be refused. */
final class UnreliableStore extends MemoryStateRepository implements OffsetStore {

    private final Map<String, String> entries = new ConcurrentHashMap<>();
    private volatile @Nullable CompletableFuture<Void> failure;
    private volatile @Nullable Position failing;
    private volatile @Nullable Position refused;

    /** The position of a run behind this step or a higher one. */
    private record Position(String runId, long step) {
        boolean isOf(Change change) {
            String next = change.next();
            return next != null
                    && change.key().endsWith("|" + runId)
                    && RunOffset.decode(next).nextStep() >= step;
        }
    }

    /** Whether it is stored that all of so many lines of a run were delivered. */
    boolean hasAllOf(String runId, long lines) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("|" + runId))
                .map(entry -> RunOffset.decode(entry.getValue()).delivered())
                .anyMatch(delivered -> delivered != null && delivered.lines() == lines);
    }

    /** The next commit waits for this and then fails. */
    void failsAfter(CompletableFuture<Void> signal) {
        failure = signal;
    }

    boolean hasFailed() {
        return failure == null;
    }

    /** Commits fail from the one on in which the run's position comes to this step, until it {@link #works}. */
    void failsAt(String runId, long step) {
        failing = new Position(runId, step);
    }

    void works() {
        failing = null;
    }

    /** Another process changes the run's position just before it comes to this step. */
    void refusesAt(String runId, long step) {
        refused = new Position(runId, step);
    }

    boolean hasRefused() {
        return refused == null;
    }

    @Override
    public Set<String> commit(List<Change> changes) {
        CompletableFuture<Void> signal = failure;
        if (signal != null) {
            signal.join();
            failure = null;
            throw new OffsetStoreException("simulated: the disk is full");
        }
        Position broken = failing;
        if (broken != null && changes.stream().anyMatch(broken::isOf)) {
            throw new OffsetStoreException("simulated: the disk is full");
        }
        Set<String> late = new HashSet<>();
        for (Change change : changes) {
            Position moved = refused;
            String now = entries.get(change.key());
            if (moved != null && moved.isOf(change)) {
                late.add(change.key());
                refused = null;
            } else if (!Objects.equals(now, change.expected()) && !Objects.equals(now, change.next())) {
                late.add(change.key());
            } else if (change.next() != null) {
                entries.put(change.key(), change.next());
            }
        }
        return late;
    }

    @Override
    public @Nullable String getState(String key) {
        return entries.get(key);
    }

    @Override
    public void setState(String key, String value) {
        entries.put(key, value);
    }
}
