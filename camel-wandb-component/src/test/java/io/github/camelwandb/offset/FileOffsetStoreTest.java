// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static io.github.camelwandb.offset.FileStores.put;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOffsetStoreTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("positions");
    }

    @Test
    void whatWasCommittedIsThereAfterReopening() {
        try (FileOffsetStore store = FileStores.open(file)) {
            assertThat(store.commit(List.of(put("a", null, "1"), put("b", null, "2"))))
                    .isEmpty();
            assertThat(store.commit(List.of(put("a", "1", "3"), new Change("b", "2", null))))
                    .isEmpty();
            store.setState("c", "4");
        }

        try (FileOffsetStore store = FileStores.open(file)) {
            assertThat(store.getState("a")).isEqualTo("3");
            assertThat(store.getState("b")).isNull();
            assertThat(store.getState("c")).isEqualTo("4");
        }
    }

    @Test
    void aChangeIsMadeOnlyIfTheEntryIsAsExpectedAndTheOthersAreMadeAllTheSame() {
        try (FileOffsetStore store = FileStores.open(file)) {
            store.setState("a", "other");

            assertThat(store.commit(List.of(put("a", "1", "2"), put("b", null, "2"), put("c", "1", "2"))))
                    .containsExactlyInAnyOrder("a", "c");

            assertThat(store.getState("a")).isEqualTo("other");
            assertThat(store.getState("b")).isEqualTo("2");
            assertThat(store.getState("c")).isNull();
        }
    }

    @Test
    void theSameChangesMayBeTriedAgain() {
        List<Change> changes = List.of(put("a", null, "1"), new Change("gone", "x", null));
        try (FileOffsetStore store = FileStores.open(file)) {
            store.setState("gone", "x");
            store.commit(changes);

            assertThat(store.commit(changes)).isEmpty();
        }
    }

    @Test
    void ofSeveralCallersThatExpectTheSameOneSucceeds() throws Exception {
        int callers = 4;
        int rounds = 50;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (FileOffsetStore store = FileStores.open(file)) {
            store.setState("count", "0");
            List<Future<?>> adding = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                String name = "caller" + caller;
                adding.add(threads.submit(() -> range(0, rounds).forEach(round -> addOne(store, name + "." + round))));
            }
            for (Future<?> each : adding) {
                each.get(60, TimeUnit.SECONDS);
            }

            assertThat(store.getState("count")).startsWith(callers * rounds + " by ");
        } finally {
            threads.shutdownNow();
        }
    }

    private static void addOne(OffsetStore store, String name) {
        String before;
        String next;
        do {
            before = store.getState("count");
            next = Integer.parseInt(before.split(" ")[0]) + 1 + " by " + name;
        } while (!store.commit(List.of(put("count", before, next))).isEmpty());
    }

    /** A channel is closed by an interrupt of the thread that uses it. */
    @Test
    void interruptsOfTheCallersDoNotReachTheFile() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (FileOffsetStore store = FileStores.open(file)) {
            Thread caller = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                while (!ended.get()) {
                    caller.interrupt();
                    Thread.onSpinWait();
                }
            });
            interrupter.start();
            String before = null;
            for (int i = 0; i < 500; i++) {
                String next = Integer.toString(i);
                assertThat(store.commit(List.of(put("a", before, next)))).isEmpty();
                assertThat(store.getState("a")).isEqualTo(next);
                before = next;
            }
            ended.set(true);
            while (interrupter.isAlive()) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
        } finally {
            ended.set(true);
            Thread.interrupted();
        }
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        try (FileOffsetStore store = FileStores.open(file)) {
            Thread.currentThread().interrupt();
            store.setState("a", "1");

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aFileThatIsRemovedWhileInUseIsAFailureAndNotANewBeginning() throws IOException {
        try (FileOffsetStore store = FileStores.open(file)) {
            store.setState("a", "1");
            Files.delete(file);

            assertThatExceptionOfType(OffsetStoreException.class)
                    .isThrownBy(() -> store.setState("a", "2"))
                    .withMessageContaining(file.toString());
            assertThatExceptionOfType(OffsetStoreException.class).isThrownBy(() -> store.setState("a", "2"));
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void anotherFileInItsPlaceIsAFailureUntilTheOldOneIsBack() throws IOException {
        Path other = directory.resolve("other");
        FileStores.open(other).close();
        Path aside = directory.resolve("aside");
        try (FileOffsetStore store = FileStores.open(file)) {
            store.setState("a", "1");
            Files.move(file, aside);
            Files.copy(other, file);

            assertThatExceptionOfType(OffsetStoreException.class).isThrownBy(() -> store.setState("a", "2"));
            assertThatExceptionOfType(OffsetStoreException.class)
                    .isThrownBy(() -> store.setState("a", "2"))
                    .withMessageContaining("is not the file that the routes began with");

            Files.delete(file);
            Files.move(aside, file);
            store.setState("a", "2");
            assertThat(store.getState("a")).isEqualTo("2");
        }
    }

    @Test
    void afterItsEndItSaysSo() {
        FileOffsetStore store = FileStores.open(file);
        store.close();
        store.close();

        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> store.getState("a"))
                .withMessageContaining("is closed");
    }

    @Test
    void whoComesWhileItIsClosedDoesNotOpenItAgain() {
        for (int i = 0; i < 100; i++) {
            FileOffsetStore store = FileStores.open(file);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                while (true) {
                    store.getState("a");
                }
            });
            store.close();
            assertThat(reader).failsWithin(Duration.ofSeconds(10));

            FileStores.open(file).close();
        }
    }

    @Test
    void theFileStaysSmallHoweverOftenTheSameEntriesAreCommitted() throws IOException {
        try (FileOffsetStore store = FileStores.open(file)) {
            for (int commit = 0; commit < 1_500; commit++) {
                List<Change> changes = new ArrayList<>();
                for (int entry = 0; entry < 50; entry++) {
                    String key = "v1|name|history|project|run" + (commit * 7 + entry) % 1_000;
                    String before = store.getState(key);
                    changes.add(put(key, before, "x".repeat(250) + commit));
                }
                assertThat(store.commit(changes)).isEmpty();
            }

            // 1000 entries of 300 bytes
            assertThat(Files.size(file)).isLessThan(16L << 20);
        }
    }

    @Test
    void aFileThatSomebodyElseMakesAtTheSameTimeIsNotWrittenOver() {
        Supplier<String> ids = () -> {
            try (FileOffsetStore other = FileStores.open(file)) {
                other.setState("a", "1");
            }
            return "late";
        };

        try (FileOffsetStore store = FileOffsetStore.open(file, FileStores.CLOCK, ids, FileStores::daemon)) {
            assertThat(store.getState("a")).isEqualTo("1");
        }
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }
}
