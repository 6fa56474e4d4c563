// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores that are in use: one for each file, by whatever path it is named, and one for each repository; and who keeps positions
 * under which name in them.
 */
public final class OffsetStores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetStores.class);

    private final Clock clock;
    private final Supplier<String> ids;
    private final ThreadFactory threads;
    private final Map<Object, Shared> shared = new HashMap<>();

    /**
     * No store is open yet.
     *
     * @param ids gives each new file an id that no other has
     * @param threads makes the thread of a file: one that nobody else interrupts
     */
    public OffsetStores(Clock clock, Supplier<String> ids, ThreadFactory threads) {
        this.clock = clock;
        this.ids = ids;
        this.threads = threads;
    }

    /**
     * A store, how many use it, and which of them keeps positions under which name. Its own monitor is held while it is opened or closed,
     * for a disk may not answer; that of all stores never is then.
     */
    private static final class Shared {
        private final Map<Owner, Lease> keepers = new HashMap<>();
        private int users;
        private volatile @Nullable OffsetStore store;

        synchronized OffsetStore open(Supplier<OffsetStore> opening) {
            OffsetStore open = store;
            if (open == null) {
                open = opening.get();
                store = open;
            }
            return open;
        }

        void close() {
            if (store instanceof FileOffsetStore file) {
                file.close();
            }
            store = null;
        }
    }

    /** Whose positions. */
    private record Owner(String name, String stream) {}

    /** Equal only to the same instance. */
    private record Same(Object instance) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Same same && same.instance == instance;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(instance);
        }
    }

    /** The use of a store by one route, to be closed at its stop. */
    public final class Lease implements AutoCloseable {
        private final Object key;
        private final Shared use;
        private final OffsetStore store;
        private final String routeId;
        private volatile boolean closed;

        private Lease(Object key, Shared use, OffsetStore store, @Nullable String routeId) {
            this.key = key;
            this.use = use;
            this.store = store;
            this.routeId = routeId == null ? "(none)" : routeId;
        }

        /** The store, open until the lease is closed. */
        public OffsetStore store() {
            return store;
        }

        /** Whether the route has stopped: the store may fail from then on. */
        public boolean isClosed() {
            return closed;
        }

        /**
         * Keeps the positions of this name for the route, until the lease is closed. Two that kept the same ones would each skip
         * what the other has delivered.
         *
         * @throws IllegalArgumentException if another route keeps them
         * @throws OffsetStoreException if the lease is closed
         */
        public void claim(String name, String stream) {
            synchronized (OffsetStores.this) {
                if (closed) { // nobody would give the name up again
                    throw new OffsetStoreException("Route " + routeId + " has stopped", null);
                }
                Lease keeper = use.keepers.putIfAbsent(new Owner(name, stream), this);
                if (keeper != null && keeper != this) {
                    throw new IllegalArgumentException("offsetName=" + name + " is taken: route " + keeper.routeId
                            + " keeps its positions under this name in the same store, and each would skip what the"
                            + " other has delivered. Set another offsetName for route " + routeId);
                }
            }
        }

        @Override
        public void close() {
            synchronized (OffsetStores.this) {
                if (closed) {
                    return;
                }
                closed = true;
                use.keepers.values().removeIf(keeper -> keeper == this);
            }
            release(key, use);
        }
    }

    /**
     * The store that the options name: of a file, of a repository, or without either one in memory that nobody else has.
     *
     * @throws IllegalArgumentException if both are named
     * @throws OffsetStoreException if the file cannot be used
     */
    public Lease open(
            @Nullable String offsetPath,
            @Nullable StateRepository<String, String> repository,
            @Nullable String routeId) {
        if (offsetPath != null && repository != null) {
            throw new IllegalArgumentException("offsetPath=" + offsetPath + " and offsetRepository=" + repository
                    + " are both set, and positions are kept in one place: remove one of them");
        }
        Object key = offsetPath != null
                ? canonical(Path.of(offsetPath))
                : new Same(repository != null ? repository : new Object());
        Shared use;
        synchronized (this) {
            use = shared.computeIfAbsent(key, missing -> new Shared());
            use.users++;
        }
        try {
            OffsetStore store = use.open(() -> key instanceof Path path
                    ? FileOffsetStore.open(path, clock, ids, threads)
                    : adapt(repository, routeId));
            return new Lease(key, use, store, routeId);
        } catch (RuntimeException | Error e) {
            release(key, use);
            throw e;
        }
    }

    private static OffsetStore adapt(@Nullable StateRepository<String, String> repository, @Nullable String routeId) {
        if (repository instanceof OffsetStore store) {
            return store;
        }
        StateRepository<String, String> adapted = repository != null ? repository : new MemoryStateRepository();
        LOG.warn("Route {}: {} {}", routeId, adapted, RepositoryOffsetStore.warning(adapted));
        return new RepositoryOffsetStore(adapted);
    }

    /** Who opens the same file meanwhile waits until it is closed. */
    private void release(Object key, Shared use) {
        synchronized (use) {
            synchronized (this) {
                use.users--;
                if (use.users > 0) {
                    return;
                }
            }
            use.close();
            synchronized (this) {
                if (use.users == 0) {
                    shared.remove(key, use);
                }
            }
        }
    }

    /** Two spellings of a path, or a link and what it leads to, are one file. */
    private static Path canonical(Path path) {
        Path absolute = path.toAbsolutePath();
        try {
            if (Files.exists(absolute)) {
                return absolute.toRealPath();
            }
            Path directory = Objects.requireNonNull(absolute.normalize().getParent(), "the parent of a file");
            return Files.createDirectories(directory).toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw new OffsetStoreException(
                    "The directory of " + OffsetFile.of(path) + " cannot be made or read (" + e
                            + "). Make it, or name another file",
                    e);
        }
    }

    /** Closes what is still open. */
    @Override
    public void close() {
        List<Shared> open;
        synchronized (this) {
            open = List.copyOf(shared.values());
            shared.clear();
        }
        open.forEach(Shared::close);
    }
}
