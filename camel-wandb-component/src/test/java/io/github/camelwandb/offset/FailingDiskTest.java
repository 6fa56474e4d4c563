// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static io.github.camelwandb.offset.FileStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingDiskTest {

    private static final List<Change> CHANGES = List.of(put("a", "1", "2"), put("b", null, "x".repeat(10_000)));

    @TempDir
    private Path directory;

    private final FaultyDisk disk = FaultyDisk.register();
    private FileOffsetStore store;

    @BeforeEach
    void open() {
        store = FileStores.open(directory.resolve("positions"), disk);
        store.setState("a", "1");
    }

    @AfterEach
    void close() {
        store.close();
        disk.unregister();
    }

    @Test
    void aFullDiskFailsTheCommitAndOnceThereIsRoomTheSameChangesAreMade() {
        disk.full(true);
        assertCommitFails("No space left on device");
        assertCommitFails("No space left on device");

        disk.full(false);
        assertThat(store.getState("a")).isEqualTo("1");
        assertThat(store.getState("b")).isNull();
        assertThat(store.commit(CHANGES)).isEmpty();
        assertReopenedHasChanges();
    }

    /** After a failed sync the system may show what it will never write. */
    @Test
    void whatWasWrittenButNotSyncedIsWrittenAnewBeforeItCounts() {
        disk.syncFails(true);
        assertCommitFails("Input/output error");
        assertCommitFails("Input/output error");

        disk.syncFails(false);
        assertThat(store.commit(CHANGES)).isEmpty();
        assertReopenedHasChanges();
    }

    @Test
    void afterManyFailuresEverythingThatWasCommittedIsThere() {
        String before = null;
        for (int i = 0; i < 60; i++) {
            List<Change> changes = List.of(put("count", before, Integer.toString(i)), put("k" + i, null, "v" + i));
            disk.full(i % 3 == 1);
            disk.syncFails(i % 3 == 2);
            if (i % 3 != 0) {
                assertThatExceptionOfType(OffsetStoreException.class).isThrownBy(() -> store.commit(changes));
            }
            disk.full(false);
            disk.syncFails(false);
            assertThat(store.commit(changes)).isEmpty();
            before = Integer.toString(i);
        }

        store.close();
        store = FileStores.open(directory.resolve("positions"));
        for (int i = 0; i < 60; i++) {
            assertThat(store.getState("k" + i)).isEqualTo("v" + i);
        }
    }

    private void assertCommitFails(String reason) {
        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> store.commit(CHANGES))
                .withMessageContaining("offsetPath=" + directory.resolve("positions"))
                .withMessageContaining(reason);
    }

    private void assertReopenedHasChanges() {
        store.close();
        store = FileStores.open(directory.resolve("positions"));
        assertThat(store.getState("a")).isEqualTo("2");
        assertThat(store.getState("b")).hasSize(10_000);
    }

    @Test
    void aDiskThatDoesNotAnswerHoldsUpNoStop() {
        Semaphore answers = disk.hang();
        CompletableFuture<Set<String>> commit = CompletableFuture.supplyAsync(() -> store.commit(CHANGES));
        await().until(answers::hasQueuedThreads);

        assertThat(CompletableFuture.runAsync(() -> store.close())).succeedsWithin(Duration.ofSeconds(20));
        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> store.getState("a"))
                .withMessageContaining("is closed");

        answers.release(Integer.MAX_VALUE);
        assertThat(commit).succeedsWithin(Duration.ofSeconds(20));
        await().ignoreExceptions().untilAsserted(this::assertReopenedHasChanges); // it has given up the file
    }

    @Test
    void aFileThatCouldNotBeMadeLeavesNothingBehind() {
        disk.full(true);

        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> FileStores.open(directory.resolve("other"), disk))
                .withMessageContaining("cannot be created");

        assertThat(directory).isDirectoryNotContaining(path -> !path.endsWith("positions"));
    }
}
