// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that is deleted with all that is in it when the exchange ends, well or not. */
final class TemporaryFiles extends SynchronizationAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    private final Path directory;

    TemporaryFiles(Path directory) {
        this.directory = directory;
    }

    /** After other completions, which may still read the files. */
    @Override
    public int getOrder() {
        return LOWEST;
    }

    @Override
    public void onDone(Exchange exchange) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("The temporary files in {} are left behind: {}", directory, e.toString());
        }
    }
}
