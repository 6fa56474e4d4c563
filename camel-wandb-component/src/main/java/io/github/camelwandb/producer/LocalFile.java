// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.OneLine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/** A file on this machine that a message names in place of what is in it. */
final class LocalFile {

    private LocalFile() {}

    /** Where it is; null if the value is none. A component for files gives one as a body, too. */
    static @Nullable Path path(@Nullable Object value) {
        Object file = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        if (file instanceof File known) {
            return known.toPath();
        }
        return file instanceof Path path ? path : null;
    }

    /**
     * The file, which can be read.
     *
     * @param what names it, for the texts of errors
     * @throws IllegalArgumentException if it cannot
     */
    static Path readable(String what, Path file) {
        if (!Files.exists(file)) {
            throw unfit(what, file, "is not there: it must be, until the exchange ends");
        }
        if (!Files.isRegularFile(file)) {
            throw unfit(
                    what, file, "is " + (Files.isDirectory(file) ? "a folder" : "no regular file") + ": name a file");
        }
        if (!Files.isReadable(file)) {
            throw unfit(what, file, "this process may not read: let its user do so");
        }
        return file;
    }

    private static IllegalArgumentException unfit(String what, Path file, String why) {
        return new IllegalArgumentException(what + " names " + OneLine.of(file) + ", which " + why);
    }
}
