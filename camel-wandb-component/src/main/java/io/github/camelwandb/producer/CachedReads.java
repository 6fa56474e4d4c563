// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.client.ReadCache;
import io.github.camelwandb.client.ReadCache.Question;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The cache of a client as an endpoint uses it.
 *
 * @param timeToLive how old answers may be, zero for none from the cache
 */
record CachedReads(ReadCache cache, Duration timeToLive) {

    /** @throws IllegalArgumentException if the option is out of bounds */
    static CachedReads of(ReadCache cache, WandbConfiguration configuration) {
        if (configuration.getCacheTtl() < 0) {
            throw new IllegalArgumentException("cacheTtl=" + configuration.getCacheTtl()
                    + " must be a time such as 30s, or 0 to ask the server for each message");
        }
        return new CachedReads(cache, Duration.ofMillis(configuration.getCacheTtl()));
    }

    <T> CompletableFuture<T> read(Question question, Supplier<CompletableFuture<T>> ask) {
        return timeToLive.isZero() ? ask.get() : cache.get(question, timeToLive, ask);
    }
}
