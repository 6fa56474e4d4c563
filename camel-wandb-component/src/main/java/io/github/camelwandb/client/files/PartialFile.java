// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a file, under another name in the folder where it will be. Its name begins with a dot: those who watch the folder pass
 * over such files. Fails with {@link UncheckedIOException}. Safe for several threads, because it may be given up while it is written.
 */
public final class PartialFile {

    private final LocalPlace place;
    private final MessageDigest digest = Md5.digest();
    private @Nullable Path path;
    private @Nullable FileChannel channel;
    private long length;
    private long reached;
    private boolean isGivenUp;

    /** @param place where it will be */
    public PartialFile(LocalPlace place) {
        this.place = place;
    }

    /** How many bytes are there. */
    synchronized long length() {
        return length;
    }

    /** How many bytes were there at most. */
    synchronized long reached() {
        return reached;
    }

    /** The MD5 of what is there, in base64. */
    public synchronized String md5() {
        try {
            return Base64.getEncoder().encodeToString(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This JVM cannot tell an MD5 before the end", e);
        }
    }

    /** Forgets what is there. */
    synchronized void clear() {
        length = 0;
        digest.reset();
        try {
            if (channel != null) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Adds what is in the buffer. */
    public synchronized void append(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        length += bytes.remaining();
        reached = Math.max(reached, length);
        try {
            FileChannel open = open();
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Adds what is written to it; closing it changes nothing. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                append(ByteBuffer.wrap(new byte[] {(byte) b}));
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                append(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private FileChannel open() throws IOException {
        if (isGivenUp) {
            throw new IOException("it was given up");
        }
        FileChannel open = channel;
        if (open == null) {
            Path part = place.createFolder().resolve(".wandb-" + UUID.randomUUID() + ".part");
            // to append survives that it is truncated
            open = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
            channel = open;
            path = part;
        }
        return open;
    }

    /** It is whole, and gets its name; what had that name is gone. */
    public synchronized void complete() {
        try {
            open().close();
            Path part = path;
            if (part != null) {
                Files.move(part, part.resolveSibling(place.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
            path = null;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Deletes what is there; nothing more comes. */
    public synchronized void giveUp() {
        isGivenUp = true;
        try {
            if (channel != null) {
                channel.close();
            }
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException(
                "The file " + place.file() + " cannot be written: " + cause
                        + ". Check the space on its disk, and that its directory may be written to",
                cause);
    }
}
