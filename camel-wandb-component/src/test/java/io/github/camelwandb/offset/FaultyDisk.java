// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system of H2's in front of the disk, which can be full, fail to sync or hang. */
public final class FaultyDisk extends FilePathWrapper {

    private Faults faults = new Faults();

    /** What all paths of one disk obey. */
    private static final class Faults {
        private volatile boolean full;
        private volatile boolean syncFails;
        private volatile Semaphore permits = new Semaphore(Integer.MAX_VALUE);
    }

    /** H2 makes one for each path. */
    public FaultyDisk() {}

    static FaultyDisk register() {
        FaultyDisk disk = new FaultyDisk();
        FilePath.register(disk);
        return disk;
    }

    void unregister() {
        FilePath.unregister(this);
    }

    String name(Path path) {
        return getPrefix() + path;
    }

    void full(boolean full) {
        faults.full = full;
    }

    void syncFails(boolean fails) {
        faults.syncFails = fails;
    }

    /** Syncs do not end until there are permits. */
    Semaphore hang() {
        Semaphore permits = new Semaphore(0);
        faults.permits = permits;
        return permits;
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FilePathWrapper getPath(String path) {
        FaultyDisk located = (FaultyDisk) super.getPath(path);
        located.faults = faults;
        return located;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode), faults);
    }

    private static final class Channel extends FileBase {
        private final FileChannel disk;
        private final Faults faults;

        Channel(FileChannel disk, Faults faults) {
            this.disk = disk;
            this.faults = faults;
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            if (faults.full) {
                // a part of it still fits
                ByteBuffer part = source.duplicate();
                part.limit(part.position() + part.remaining() / 2);
                disk.write(part, position);
                throw new IOException("No space left on device");
            }
            return disk.write(source, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return disk.write(source);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            Semaphore permits = faults.permits;
            try {
                permits.acquire();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            permits.release();
            if (faults.syncFails) {
                throw new IOException("Input/output error");
            }
            disk.force(metaData);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return disk.read(target, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return disk.read(target);
        }

        @Override
        public long position() throws IOException {
            return disk.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            return disk.position(position);
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            return disk.truncate(size);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean isShared) throws IOException {
            return disk.tryLock(position, size, isShared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            disk.close();
        }
    }
}
