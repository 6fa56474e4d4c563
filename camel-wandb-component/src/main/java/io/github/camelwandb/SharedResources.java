// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbClientBuilder;
import io.github.camelwandb.offset.OffsetStores;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * What all wandb components of a Camel context share: one rate limiter for each server and key, one client for each connection to it, and one open store
 * for each file of positions. It ends with the context.
 */
final class SharedResources extends ServiceSupport {

    private final ExecutorServiceManager executors;
    private final OffsetStores offsetStores;
    private final Map<ClientKey, WandbClient> clients = new HashMap<>();
    private @Nullable ExecutorService calls;
    private @Nullable ScheduledExecutorService timer;
    private volatile boolean ended;

    private SharedResources(ExecutorServiceManager executors) {
        this.executors = executors;
        // not a thread of a pool of Camel's, which a shutdown interrupts
        this.offsetStores = new OffsetStores(
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                work -> executors.newThread("WandbOffsets", work));
    }

    /** What makes two endpoints share a client; it holds the key, so it is never shown. */
    private record ClientKey(String baseUrl, Credentials credentials, Connection connection) {
        /** The server has one limit for a key, however it is reached. */
        boolean isLimitedWith(ClientKey other) {
            return baseUrl.equals(other.baseUrl) && credentials.equals(other.credentials);
        }

        @Override
        public String toString() {
            return baseUrl;
        }
    }

    /** Those of the context. */
    static SharedResources of(CamelContext context) {
        synchronized (context) {
            SharedResources known = context.hasService(SharedResources.class);
            if (known != null && !known.ended) { // isStopped() is true, too, until the context has started
                return known;
            }
            SharedResources created = new SharedResources(context.getExecutorServiceManager());
            try {
                context.addService(created, true, true);
            } catch (Exception e) {
                throw new IllegalStateException("The context takes no service", e);
            }
            return created;
        }
    }

    OffsetStores offsetStores() {
        return offsetStores;
    }

    /** @param options of a new client, if there is none for the server, key and connection; threads are added */
    synchronized WandbClient client(
            String baseUrl, Credentials credentials, Connection connection, Supplier<WandbClientBuilder> options) {
        ExecutorService callers = calls != null ? calls : executors.newCachedThreadPool(this, "WandbCall");
        ScheduledExecutorService alarms =
                timer != null ? timer : executors.newScheduledThreadPool(this, "WandbTimer", 1);
        calls = callers;
        timer = alarms;
        ClientKey key = new ClientKey(canonical(baseUrl), credentials, connection);
        WandbClient known = clients.get(key);
        if (known != null) {
            return known;
        }
        WandbClientBuilder builder = options.get().callExecutor(callers).timer(alarms);
        clients.entrySet().stream()
                .filter(other -> other.getKey().isLimitedWith(key))
                .findFirst()
                .ifPresent(other -> builder.limitedWith(other.getValue()));
        WandbClient created = builder.build();
        clients.put(key, created);
        return created;
    }

    /** Two spellings of an address are one server, whose limit is one. */
    private static String canonical(String baseUrl) {
        HttpUrl url = HttpUrl.parse(baseUrl.trim());
        return url == null ? baseUrl : url.toString().replaceFirst("/$", "");
    }

    @Override
    protected void doStop() throws Exception {
        ended = true;
        synchronized (this) {
            offsetStores.close();
            clients.values().forEach(WandbClient::close);
            clients.clear();
            if (timer != null) {
                executors.shutdownNow(timer);
                timer = null;
            }
            if (calls != null) {
                executors.shutdownNow(calls);
                calls = null;
            }
        }
        super.doStop();
    }
}
