// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of the runs we are not done with, durable, so that after a restart each is asked for whatever the filter says then. In shards,
 * because the whole is written at each change. Safe for several threads.
 */
final class UnsettledRuns {

    private static final Logger LOG = LoggerFactory.getLogger(UnsettledRuns.class);

    private static final int SHARDS = 64;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeSet<String>> IDS = new TypeReference<>() {};

    private final Ledger ledger;
    private final String prefix;
    private final List<TreeSet<String>> shards = new ArrayList<>();
    private final List<CompletableFuture<Void>> added = new ArrayList<>(); // of each shard the last one

    /** @throws IllegalStateException if a part of it cannot be read: runs would be forgotten */
    UnsettledRuns(Ledger ledger, String prefix) {
        this.ledger = ledger;
        this.prefix = prefix;
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(load(prefix + shard));
            added.add(CompletableFuture.completedFuture(null));
        }
    }

    private TreeSet<String> load(String key) {
        Optional<String> entry = ledger.load(key);
        try {
            return entry.isEmpty() ? new TreeSet<>() : JSON.readValue(Checksummed.read(entry.get()), IDS);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new IllegalStateException(
                    "The offset entry '" + key + "', which holds ids of runs that are not read to their end, is not"
                            + " readable: " + e.getMessage()
                            + ". Restore it, or remove it: then of those runs only the ones that the filter shows are followed",
                    e);
        }
    }

    /** Completes when it is durable that the run is unsettled. */
    synchronized CompletableFuture<Void> add(String runId) {
        if (shard(runId).add(runId)) {
            added.set(index(runId), store(index(runId)));
        }
        return added.get(index(runId));
    }

    /** To be called after the position that settles it was put. */
    synchronized void remove(String runId) {
        if (shard(runId).remove(runId)) {
            store(index(runId));
        }
    }

    synchronized boolean contains(String runId) {
        return shard(runId).contains(runId);
    }

    synchronized List<String> runIds() {
        return shards.stream().flatMap(Set::stream).toList();
    }

    private Set<String> shard(String runId) {
        return shards.get(index(runId));
    }

    private static int index(String runId) {
        return Math.floorMod(runId.hashCode(), SHARDS);
    }

    private CompletableFuture<Void> store(int shard) {
        String key = prefix + shard;
        return ledger.put(key, () -> encode(shard))
                .thenCompose(
                        refused -> refused.contains(key) ? storeAnew(shard) : CompletableFuture.completedFuture(null));
    }

    /** Somebody else has changed it, or a commit of ours that failed was made after all: rather a run too many than one too few. */
    private CompletableFuture<Void> storeAnew(int shard) {
        try {
            Set<String> stored = load(prefix + shard);
            synchronized (this) {
                shards.get(shard).addAll(stored);
            }
        } catch (RuntimeException e) {
            LOG.warn("Unsettled runs are stored over an entry that cannot be read", e);
        }
        return store(shard);
    }

    private synchronized String encode(int shard) {
        try {
            return Checksummed.of(JSON.writeValueAsString(shards.get(shard)).replace("=", "\\u003d"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
