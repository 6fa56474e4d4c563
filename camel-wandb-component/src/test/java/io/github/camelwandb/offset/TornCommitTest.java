// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static io.github.camelwandb.offset.FileStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss of power may leave a commit of which the beginning and the end were written and the middle was not. */
class TornCommitTest {

    private static final int ENTRIES = 60;

    @Test
    void aCommitThatIsNotWholeIsNotTakenForOne(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("positions");
        FileOffsetStore crashed = FileStores.open(file);
        for (int commit = 0; commit < 20; commit++) {
            crashed.commit(changes(commit));
        }
        Path copy = directory.resolve("copy");
        Files.copy(file, copy);
        crashed.close();
        wipe(copy, ":19;");

        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> FileStores.open(copy).close())
                .withMessageContaining("offsetPath=" + copy + " is damaged");
    }

    private static List<Change> changes(int commit) {
        List<Change> changes = new ArrayList<>();
        for (int entry = 0; entry < ENTRIES; entry++) {
            changes.add(put("run" + entry, commit == 0 ? null : value(entry, commit - 1), value(entry, commit)));
        }
        return changes;
    }

    private static String value(int entry, int commit) {
        return (entry + ":" + commit + ";").repeat(40);
    }

    /** Zeroes a block from the middle of what was written last. */
    private static void wipe(Path file, String text) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        int block = 4096;
        int middle = (bytes.indexOf(text) + bytes.lastIndexOf(text)) / 2 / block * block;
        assertThat(bytes.substring(middle, middle + block)).contains(text);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(block), middle);
        }
    }
}
