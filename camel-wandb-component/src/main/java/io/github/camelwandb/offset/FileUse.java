// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The use of a file within this process. The system's lock keeps other processes away; but it is lost as soon as the process closes
 * any channel on the file, also one that was opened only to find the lock taken. So nobody opens a file that is in use. It is kept in
 * the system properties, which belong to the process as the lock does, however many class loaders have this class.
 */
final class FileUse {

    private static final String PREFIX = "io.github.camelwandb.offset.inUse.";

    private final @Nullable Object fileKey;
    private final String property;

    private FileUse(@Nullable Object fileKey, String property) {
        this.fileKey = fileKey;
        this.property = property;
    }

    /**
     * Empty if the file is in use.
     *
     * @param fileKey what the system knows the file by, null where it does not say
     */
    static Optional<FileUse> begin(Path path, @Nullable Object fileKey) {
        String property = PREFIX + (fileKey == null ? path : fileKey);
        return System.getProperties().putIfAbsent(property, path.toString()) == null
                ? Optional.of(new FileUse(fileKey, property))
                : Optional.empty();
    }

    /** Whether it is the file that is known by this. */
    boolean isOf(@Nullable Object otherKey) {
        return Objects.equals(fileKey, otherKey);
    }

    void end() {
        System.clearProperty(property);
    }
}
