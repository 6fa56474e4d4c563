// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens stores on files as the component does. */
final class FileStores {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T03:00:00Z"), ZoneOffset.UTC);

    private FileStores() {}

    static FileOffsetStore open(Path file) {
        return FileOffsetStore.open(file, CLOCK, FileStores::newId, FileStores::daemon);
    }

    static FileOffsetStore open(Path file, FaultyDisk disk) {
        return FileOffsetStore.open(file, CLOCK, FileStores::newId, FileStores::daemon, disk::name);
    }

    static OffsetStores stores() {
        return new OffsetStores(CLOCK, FileStores::newId, FileStores::daemon);
    }

    static Change put(String key, @Nullable String expected, String next) {
        return new Change(key, expected, next);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "offsets");
        thread.setDaemon(true);
        return thread;
    }
}
