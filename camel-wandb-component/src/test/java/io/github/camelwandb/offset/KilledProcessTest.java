// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    private static final int KILLS = 10;

    @TempDir
    private Path directory;

    @Test
    void everyCommitThatReturnedIsThereAndNoneIsTorn() throws Exception {
        Path file = directory.resolve("positions");
        Random random = new Random(42);
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged;
            try (OtherProcess other = OtherProcess.committing(file)) {
                acknowledged = other.kill(other.acknowledged(1 + random.nextInt(200)));
            }

            try (FileOffsetStore store = FileStores.open(file)) {
                String first = store.getState(OtherProcess.key(0));
                long found = Long.parseLong(first.substring(0, first.indexOf(':')));
                // one more may have become durable and not been told
                assertThat(found).isBetween(acknowledged, acknowledged + 1);
                assertThat(IntStream.range(0, OtherProcess.ENTRIES))
                        .allSatisfy(entry -> assertThat(store.getState(OtherProcess.key(entry)))
                                .isEqualTo(OtherProcess.value(entry, found)));
            }
        }
    }
}
