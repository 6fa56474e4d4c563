// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static io.github.camelwandb.offset.FileStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryOffsetStoreTest {

    private static final String KEY = "v1|acme%2Fvision|history|UHJvamVjdA%3D%3D|1a2b3c4d";
    private static final String VALUE =
            "{\"v\":1,\"createdAt\":\"2026-01-02T03:04:05Z\",\"generation\":2,\"nextStep\":1001,\"lines\":1000}#5c0d1e2f";

    private final RepositoryOffsetStore store = new RepositoryOffsetStore(new MemoryStateRepository());

    @Test
    void aChangeIsMadeOnlyIfTheEntryIsAsExpected() {
        assertThat(store.commit(List.of(put("a", null, "1"), put("b", "1", "2"))))
                .containsExactly("b");
        assertThat(store.commit(List.of(put("a", "1", "2")))).isEmpty();
        assertThat(store.commit(List.of(put("a", "1", "2")))).as("once more").isEmpty();

        assertThat(store.getState("a")).isEqualTo("2");
        assertThat(store.getState("b")).isNull();
    }

    @Test
    void whatIsRemovedIsAbsent() {
        store.setState("a", "1");

        assertThat(store.commit(List.of(new Change("a", "1", null)))).isEmpty();
        assertThat(store.getState("a")).isNull();
        assertThat(store.commit(List.of(put("a", null, "2")))).isEmpty();
        assertThat(store.getState("a")).isEqualTo("2");
    }

    @Test
    void twoThreadsDoNotOverwriteEachOther() throws Exception {
        store.setState("count", "0");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 1_000; i++) {
            String name = "thread" + i;
            threads.execute(() -> addOne(name));
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.getState("count")).startsWith("1000 by ");
    }

    private void addOne(String name) {
        String before;
        String next;
        do {
            before = store.getState("count");
            next = Integer.parseInt(before.split(" ")[0]) + 1 + " by " + name;
        } while (!store.commit(List.of(put("count", before, next))).isEmpty());
    }

    @Test
    void aFileOfCamelsKeepsEntriesOfOurShapeOverARestart(@TempDir Path directory) throws IOException {
        try (FileStateRepository first = camels(directory)) {
            RepositoryOffsetStore before = new RepositoryOffsetStore(first);
            before.start();
            before.commit(List.of(put(KEY, null, VALUE), put("gone", null, "1")));
            before.commit(List.of(new Change("gone", "1", null)));
        }

        try (FileStateRepository second = camels(directory)) {
            RepositoryOffsetStore after = new RepositoryOffsetStore(second);
            after.start();
            assertThat(after.getState(KEY)).isEqualTo(VALUE);
            assertThat(after.getState("gone")).isNull();
        }
    }

    private static FileStateRepository camels(Path directory) {
        return FileStateRepository.fileStateRepository(
                directory.resolve("offsets.txt").toFile());
    }

    @Test
    void aFailureOfTheRepositoryNamesItAndTheWayOut() {
        RepositoryOffsetStore broken = new RepositoryOffsetStore(new MemoryStateRepository() {
            @Override
            public String getState(String key) {
                throw new IllegalStateException("no connection");
            }

            @Override
            public String toString() {
                return "redis";
            }
        });

        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> broken.commit(List.of(put("a", null, "1"))))
                .withMessageContaining("offsetRepository=redis cannot be read")
                .withMessageContaining("no connection");
    }

    @Test
    void saysWhatEachRepositoryCannotDo() {
        assertThat(RepositoryOffsetStore.warning(new MemoryStateRepository()))
                .contains("everything is delivered again", "offsetPath");
        assertThat(RepositoryOffsetStore.warning(new FileStateRepository())).contains("unsuitable", "offsetPath");
        assertThat(RepositoryOffsetStore.warning(new Other())).contains("only one process", "compare-and-set");
    }

    private static final class Other implements StateRepository<String, String> {
        @Override
        public void setState(String key, String value) {}

        @Override
        public String getState(String key) {
            return "";
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }

    @Test
    void aFailureThatTheRepositoryDoesNotDeclareIsOneToo() {
        RepositoryOffsetStore broken = new RepositoryOffsetStore(new MemoryStateRepository() {
            @Override
            public String getState(String key) {
                throw RepositoryOffsetStoreTest.<RuntimeException>undeclared(new IOException("no connection"));
            }

            @Override
            public void setState(String key, String value) {
                throw RepositoryOffsetStoreTest.<RuntimeException>undeclared(new IOException("no connection"));
            }
        });

        assertThatExceptionOfType(OffsetStoreException.class).isThrownBy(() -> broken.getState("a"));
        assertThatExceptionOfType(OffsetStoreException.class).isThrownBy(() -> broken.setState("a", "1"));
    }

    /** As Groovy and Kotlin do. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Exception> T undeclared(Exception cause) throws T {
        throw (T) cause;
    }
}
