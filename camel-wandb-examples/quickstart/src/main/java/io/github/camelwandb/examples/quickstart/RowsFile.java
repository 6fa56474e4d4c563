// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The file that a route appends rows to; counts them as they arrive. Not safe for use by several threads. */
final class RowsFile {

    private final Path path;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long position;
    private int rows;

    RowsFile(Path path) {
        this.path = path;
    }

    /** How many rows are there now. */
    int count() throws IOException {
        if (Files.exists(path)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
                file.position(position);
                while (file.read(buffer.clear()) > 0) {
                    countLines(buffer.flip());
                }
            }
        }
        return rows;
    }

    private void countLines(ByteBuffer bytes) {
        position += bytes.remaining();
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') {
                rows++;
            }
        }
    }

    /** All rows. */
    List<String> read() throws IOException {
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}
