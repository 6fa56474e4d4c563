// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own durable store: one file, one thread. An interrupt closes the channel of a file, whoever needs it, so no caller's thread
 * ever touches the file: it waits for the store's thread, which nobody knows and nobody interrupts.
 *
 * <p>A file that has failed is closed, and opened again for whoever asks next.
 */
final class FileOffsetStore implements OffsetStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileOffsetStore.class);

    /** A stop waits no longer for the disk: who stores something has waited before. */
    private static final long CLOSE_SECONDS = 5;

    private final Path path;
    private final OffsetFile.Naming naming;

    /** Never shut down by force, which interrupts. */
    private final ExecutorService thread;

    // of the store's thread

    private @Nullable OffsetFile open;
    private @Nullable String id;
    private boolean isClosed;

    private FileOffsetStore(Path path, OffsetFile.Naming naming, ThreadFactory threads) {
        this.path = path;
        this.naming = naming;
        this.thread = Executors.newSingleThreadExecutor(threads);
    }

    /**
     * Opens the file, or makes it if there is none.
     *
     * @param path absolute, in a directory that is there
     * @param ids gives a new file the id that no other has
     * @throws OffsetStoreException if the file cannot be used
     */
    static FileOffsetStore open(Path path, Clock clock, Supplier<String> ids, ThreadFactory threads) {
        return open(path, clock, ids, threads, Path::toString);
    }

    static FileOffsetStore open(
            Path path, Clock clock, Supplier<String> ids, ThreadFactory threads, OffsetFile.Naming naming) {
        FileOffsetStore store = new FileOffsetStore(path, naming, threads);
        try {
            store.call(file -> file, () -> {
                if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    OffsetFile.create(path, naming, ids.get(), clock.instant());
                }
            });
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Set<String> commit(List<Change> changes) {
        return call(file -> file.commit(changes));
    }

    @Override
    public @Nullable String getState(String key) {
        return call(file -> file.read(key));
    }

    @Override
    public void setState(String key, String value) {
        call(file -> {
            file.put(key, value);
            return key;
        });
    }

    private <T extends @Nullable Object> T call(Function<OffsetFile, T> action) {
        return call(action, () -> {});
    }

    private <T extends @Nullable Object> T call(Function<OffsetFile, T> action, Runnable before) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                before.run();
                                return attempt(action);
                            },
                            thread)
                    .join();
        } catch (RejectedExecutionException e) {
            throw closed(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof OffsetStoreException known ? known : failed(e.getCause());
        }
    }

    private OffsetStoreException closed(@Nullable Throwable cause) {
        return new OffsetStoreException(
                OffsetFile.of(path) + " is closed: the routes that used it have stopped", cause);
    }

    private OffsetStoreException failed(@Nullable Throwable cause) {
        return new OffsetStoreException(
                OffsetFile.of(path) + " has failed (" + (cause == null ? "" : OffsetFile.reason(cause))
                        + "). It is opened again at the next attempt; look at the disk: is it full, or gone?",
                cause);
    }

    private <T extends @Nullable Object> T attempt(Function<OffsetFile, T> action) {
        OffsetFile file = file();
        try {
            return action.apply(file);
        } catch (RuntimeException | Error e) {
            open = null;
            file.close();
            throw e;
        }
    }

    private OffsetFile file() {
        OffsetFile current = open;
        if (current != null) {
            return current;
        }
        if (isClosed) { // who was in line behind the close would leave the file open, and locked
            throw closed(null);
        }
        OffsetFile file = OffsetFile.open(path, naming);
        try {
            if (id != null) {
                reopened(id, file);
            }
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
        id = file.id();
        open = file;
        return file;
    }

    private void reopened(String before, OffsetFile file) {
        if (!before.equals(file.id())) {
            throw new OffsetStoreException(OffsetFile.of(path)
                    + " is not the file that the routes began with. Put that one back, or restart the routes");
        }
        file.rewrite();
    }

    /** Does nothing: the store is open from its making until it is closed. */
    @Override
    public void start() {}

    /** Does nothing: others may use the store. */
    @Override
    public void stop() {}

    /** Ends what is under way, and gives up the file and its lock; later, where the disk does not answer. */
    @Override
    public void close() {
        try {
            CompletableFuture.runAsync(
                            () -> {
                                OffsetFile file = open;
                                open = null;
                                isClosed = true;
                                if (file != null) {
                                    file.close();
                                }
                            },
                            thread)
                    .copy() // what has timed out would not be done any more
                    .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (RejectedExecutionException e) {
            // it is closed
        } catch (CompletionException e) {
            LOG.warn("{} is not closed yet: the disk has not answered for {} s", this, CLOSE_SECONDS, e);
        } finally {
            thread.shutdown();
        }
    }

    @Override
    public String toString() {
        return OffsetFile.of(path);
    }
}
