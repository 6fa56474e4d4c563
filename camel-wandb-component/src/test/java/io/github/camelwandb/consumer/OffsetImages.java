// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The file of positions of each life of a process: the next one begins with what the disk showed when the last one was killed. */
final class OffsetImages {

    private final Path folder;
    private int lives;

    OffsetImages(Path folder) {
        this.folder = folder;
    }

    Path current() {
        return folder.resolve("offsets-" + lives);
    }

    /** Whoever uses the file does not notice. */
    void next() throws IOException {
        Path used = current();
        byte[] image = Files.readAllBytes(used);
        byte[] again = Files.readAllBytes(used);
        while (!Arrays.equals(image, again)) { // no moment in which the disk has both the old and the new
            image = again;
            again = Files.readAllBytes(used);
        }
        lives++;
        Files.write(current(), image);
    }
}
