// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open file of a store of positions: an MVStore with a map of positions and an identity. Only ever used by one thread, which
 * nobody interrupts. After a failure it must be closed and opened anew.
 */
final class OffsetFile {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetFile.class);

    private static final int FORMAT = 1;
    private static final String IDENTITY = "identity";
    private static final String POSITIONS = "positions";
    private static final int CHECKSUM_LENGTH = 8;

    /** How many commits MVStore keeps whole, so that it can fall back on them. */
    private static final int VERSIONS_KEPT = 5;

    /** How often the space of what is hardly used any more is won back. */
    private static final int COMMITS_BETWEEN_COMPACTIONS = 1_000;

    private static final int COMPACTION_BYTES = 4 << 20;
    private static final int WANTED_FILL_PERCENT = 50;

    /** In MiB: positions are read when a run is first seen and written ever after. */
    private static final int CACHE = 4;

    private final Path path;
    private final MVStore store;
    private final MVMap<String, String> positions;
    private final String id;
    private final FileUse use;

    private int commits;

    /** How a file is named to MVStore: tests put a file system in front of the disk. */
    interface Naming {
        String name(Path path);
    }

    private OffsetFile(Path path, MVStore store, String id, FileUse use) {
        this.path = path;
        this.store = store;
        this.positions = map(store, POSITIONS);
        this.id = id;
        this.use = use;
    }

    /**
     * Makes a new file, unless somebody else has made it meanwhile. It gets its name only once it is whole, so that a crash cannot leave
     * an empty one, which would be refused.
     *
     * @param id one that no other file has
     */
    static void create(Path path, Naming naming, String id, Instant now) {
        Path unfinished = path.resolveSibling(path.getFileName() + "." + id + ".new");
        try {
            MVStore store = openStore(unfinished, naming);
            try {
                MVMap<String, String> identity = map(store, IDENTITY);
                identity.put("format", Integer.toString(FORMAT));
                identity.put("id", id);
                identity.put("created", now.toString());
                map(store, POSITIONS);
                store.commit();
                store.sync();
            } finally {
                store.closeImmediately();
            }
            name(unfinished, path);
            syncDirectory(path);
        } catch (IOException | RuntimeException e) {
            remove(unfinished);
            throw new OffsetStoreException(
                    of(path) + " cannot be created (" + reason(e)
                            + "). Give the process the right to write there, or name another file",
                    e);
        }
    }

    /** A route that is started again and again would fill the directory. */
    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.debug("{} is left behind", unfinished, e);
        }
    }

    /** A move would take the place of a file that another process has made and opened just now. */
    private static void name(Path unfinished, Path path) throws IOException {
        try {
            Files.createLink(path, unfinished);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} was made by somebody else just now", path, e);
        } catch (IOException | UnsupportedOperationException e) { // there are no links
            Files.move(unfinished, path);
            return;
        }
        Files.delete(unfinished);
    }

    /**
     * Opens an existing file, and reads every entry of it: MVStore's checksums cover where a chunk begins and ends, and a loss of
     * power may leave one with both ends and no middle.
     *
     * @throws OffsetStoreException if it is not one of ours, or not whole, or not ours to write
     */
    static OffsetFile open(Path path, Naming naming) {
        requireUsable(path);
        FileUse use = FileUse.begin(path, fileKey(path)).orElseThrow(() -> inUse(path, null));
        try {
            return open(path, naming, use);
        } catch (RuntimeException | Error e) {
            use.end();
            throw e;
        }
    }

    private static OffsetFile open(Path path, Naming naming, FileUse use) {
        MVStore store = openExisting(path, naming);
        try {
            OffsetFile file = new OffsetFile(path, store, identify(path, store), use);
            file.positions.forEach(OffsetFile::checked);
            return file;
        } catch (MVStoreException | DamagedException e) {
            store.closeImmediately();
            throw damaged(path, e);
        } catch (RuntimeException | Error e) {
            store.closeImmediately();
            throw e;
        }
    }

    /**
     * Writes every entry anew, where it has not been before. After a failed sync the system may show what it will never write,
     * so what is read then must not count as durable.
     */
    void rewrite() {
        new TreeMap<>(positions).forEach(positions::put);
        makeDurable();
    }

    private static MVStore openExisting(Path path, Naming naming) {
        try {
            return openStore(path, naming);
        } catch (MVStoreException e) {
            throw refusal(path, e);
        } catch (RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    /** An entry whose checksum does not match. */
    private static final class DamagedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    private static void requireUsable(Path path) {
        if (Files.isDirectory(path)) {
            throw new OffsetStoreException(of(path) + " is a directory. Name a file in it");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new OffsetStoreException(of(path)
                    + " may not be read and written by this process. Give it the right to, or name another file");
        }
        try {
            if (Files.size(path) == 0) {
                throw new OffsetStoreException(of(path)
                        + " is empty, so the positions that may have been in it are lost. Restore the file, or remove it to"
                        + " deliver everything again");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * No commits but our own, so there is no thread of MVStore's own either. The prefixes {@code async:} and {@code retry:},
     * which survive interrupts, are no part of this jar; a thread of our own needs neither.
     */
    private static MVStore openStore(Path path, Naming naming) {
        MVStore store = new MVStore.Builder()
                .fileName(naming.name(path))
                .autoCommitDisabled()
                .cacheSize(CACHE)
                .open();
        // The time to keep space that is no longer used is a guess at when the disk has written what replaces it. We
        // guess: each commit is synced before the next begins, and MVStore frees no space that one of the last versions
        // refers
        // to. So what a commit writes over is nothing that the commits before it, down to the fifth, would need after a
        // crash.
        store.setRetentionTime(0);
        store.setVersionsToKeep(VERSIONS_KEPT);
        return store;
    }

    private static MVMap<String, String> map(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    private static String identify(Path path, MVStore store) {
        if (!store.hasMap(IDENTITY)) {
            throw foreign(path, null);
        }
        MVMap<String, String> identity = map(store, IDENTITY);
        String format = identity.get("format");
        String id = identity.get("id");
        if (format == null || id == null) {
            throw foreign(path, null);
        }
        if (!format.equals(Integer.toString(FORMAT))) {
            throw newer(path, "format " + format, null);
        }
        return id;
    }

    String id() {
        return id;
    }

    @Nullable
    String read(String key) {
        String value = positions.get(key);
        return value == null ? null : checked(key, value);
    }

    private void write(String key, @Nullable String value) {
        if (value == null) {
            positions.remove(key);
        } else {
            positions.put(key, checksum(key, value) + value);
        }
    }

    void put(String key, String value) {
        write(key, value);
        makeDurable();
    }

    Set<String> commit(List<Change> changes) {
        Set<String> refused = ChangeSet.apply(changes, new ChangeSet.Entries() {
            @Override
            public @Nullable String read(String key) {
                return OffsetFile.this.read(key);
            }

            @Override
            public void write(String key, @Nullable String value) {
                OffsetFile.this.write(key, value);
            }
        });
        makeDurable();
        return refused;
    }

    private void makeDurable() {
        if (!store.hasUnsavedChanges()) {
            return;
        }
        requireInPlace();
        store.commit();
        store.sync();
        commits++;
        if (commits % COMMITS_BETWEEN_COMPACTIONS == 0 && store.compact(WANTED_FILL_PERCENT, COMPACTION_BYTES)) {
            store.sync();
        }
    }

    /** An open file goes on to take what is written to it after it was removed. */
    private void requireInPlace() {
        if (!use.isOf(fileKey(path))) {
            throw new OffsetStoreException(of(path)
                    + " was removed or replaced while it was in use. Put it back, or stop the routes that use it");
        }
    }

    private static @Nullable Object fileKey(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Writes nothing, for what counts was synced. MVStore's own close would mark the file as clean, and a file so marked is opened
     * without a search for its newest chunk: after writes that had failed before, FailingDiskTest then found the oldest.
     */
    void close() {
        store.closeImmediately();
        use.end();
    }

    private static String checksum(String key, String value) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(0);
        crc.update(value.getBytes(StandardCharsets.UTF_8));
        return String.format("%0" + CHECKSUM_LENGTH + "x", crc.getValue());
    }

    private static String checked(String key, String stored) {
        if (stored.length() < CHECKSUM_LENGTH || !stored.startsWith(checksum(key, stored.substring(CHECKSUM_LENGTH)))) {
            throw new DamagedException("The checksum of the entry '" + key + "' does not match");
        }
        return stored.substring(CHECKSUM_LENGTH);
    }

    /** A new name is durable once its directory is; where directories cannot be opened, the system sees to it. */
    private static void syncDirectory(Path path) {
        Path directory = Objects.requireNonNull(path.getParent(), "an absolute path");
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be synced", directory, e);
        }
    }

    private static OffsetStoreException refusal(Path path, MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED -> inUse(path, e);
            case DataUtils.ERROR_UNSUPPORTED_FORMAT -> newer(path, "an unknown format of MVStore", e);
            case DataUtils.ERROR_FILE_CORRUPT -> foreign(path, e);
            default -> e.getCause() instanceof java.io.EOFException ? foreign(path, e) : unreadable(path, e);
        };
    }

    private static OffsetStoreException inUse(Path path, @Nullable Exception cause) {
        return new OffsetStoreException(
                of(path)
                        + " is in use by another process or another Camel context. Stop that one, or give this one a file"
                        + " of its own; the file is for one process at a time, on a local disk",
                cause);
    }

    private static OffsetStoreException foreign(Path path, @Nullable Exception cause) {
        return new OffsetStoreException(
                of(path)
                        + " is no file of positions, or its beginning is damaged. Name another file, or restore this one",
                cause);
    }

    private static OffsetStoreException damaged(Path path, Exception cause) {
        return new OffsetStoreException(
                of(path) + " is damaged (" + reason(cause)
                        + "). Restore the file, or remove it to deliver everything again",
                cause);
    }

    private static OffsetStoreException newer(Path path, String format, @Nullable Exception cause) {
        return new OffsetStoreException(
                of(path) + " has " + format
                        + ", which this version does not know. Use the version of camel-wandb that wrote"
                        + " it, or a newer one",
                cause);
    }

    private static OffsetStoreException unreadable(Path path, Exception cause) {
        return new OffsetStoreException(
                of(path) + " cannot be opened (" + reason(cause)
                        + "). Mend what keeps it from being read and written, or name another file",
                cause);
    }

    static String of(Path path) {
        return "offsetPath=" + path;
    }

    static String reason(Throwable e) {
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root.toString();
    }
}
