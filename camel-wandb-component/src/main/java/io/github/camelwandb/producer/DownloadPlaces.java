// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.files.FileNames;
import io.github.camelwandb.client.files.LocalPlace;
import io.github.camelwandb.client.model.OneLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Where files go that operations answer: into the directory of the option, or into one that ends with the exchange. */
final class DownloadPlaces {

    private final @Nullable Path directory;

    /** @param option the directory, null for temporary ones */
    DownloadPlaces(@Nullable String option) {
        this.directory = option == null ? null : Path.of(option);
    }

    /** @throws IllegalArgumentException if the message wants it where it must not go */
    LocalPlace of(Message message, String name) {
        String folder = below(message);
        Path base = directory;
        if (base != null) {
            return new LocalPlace(base, folder == null ? name : folder + "/" + name);
        }
        return new LocalPlace(temporary(message), name);
    }

    /**
     * The folder for several files.
     *
     * @throws IllegalArgumentException if the message wants it where it must not go
     */
    Path folder(Message message) {
        String below = below(message);
        Path base = directory;
        if (base == null) {
            return temporary(message);
        }
        return below == null ? base : new LocalPlace(base, below).folder();
    }

    private @Nullable String below(Message message) {
        Object header = message.getHeader(WandbConstants.FILE_DIR);
        if (header == null) {
            return null;
        }
        if (directory == null) {
            throw new IllegalArgumentException("The header " + WandbConstants.FILE_DIR + "=" + OneLine.of(header)
                    + " names a folder below the option fileDir, which is not set: a message alone cannot choose where files are"
                    + " written");
        }
        try {
            return FileNames.require(String.valueOf(header));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The header " + WandbConstants.FILE_DIR + "=" + OneLine.of(header)
                            + " must be a relative path below the option fileDir, without '.' and '..'",
                    e);
        }
    }

    /** A directory, and not only a file, so that the file has its own name, and nobody else may read it. */
    private static Path temporary(Message message) {
        try {
            Path created = Files.createTempDirectory("wandb-");
            message.getExchange().getExchangeExtension().addOnCompletion(new TemporaryFiles(created));
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException("There can be no temporary file: " + e, e);
        }
    }
}
