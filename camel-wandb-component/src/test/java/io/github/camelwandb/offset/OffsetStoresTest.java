// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.offset.OffsetStores.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetStoresTest {

    @TempDir
    private Path directory;

    private final OffsetStores stores = FileStores.stores();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void twoSpellingsOfAPathAreOneStore() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        String detour =
                directory.resolve("sub").resolve("..").resolve("positions").toString();
        String relative = Path.of("")
                .toAbsolutePath()
                .relativize(directory.resolve("positions"))
                .toString();

        Lease first = open(detour, "first");

        assertThat(open("positions", "second").store()).isSameAs(first.store());
        assertThat(stores.open(relative, null, "third").store()).isSameAs(first.store());
    }

    @Test
    void aLinkAndWhatItLeadsToAreOneStore() throws IOException {
        Lease first = open("positions", "first");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("positions"));
        Files.createSymbolicLink(directory.resolve("linked"), directory);

        assertThat(open("link", "second").store()).isSameAs(first.store());
        assertThat(open("linked/positions", "third").store()).isSameAs(first.store());
        assertThat(open("linked/new", "fourth").store())
                .isSameAs(open("new", "fifth").store());
    }

    @Test
    void aMissingDirectoryIsMade() {
        open("a/b/positions", "first");

        assertThat(directory.resolve("a/b/positions")).isRegularFile();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(directory.resolve("text"), "");

        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> open("text/positions", "first"))
                .withMessageContaining("The directory of offsetPath=" + directory.resolve("text/positions"));
    }

    @Test
    void theFileIsOpenUntilItsLastUserHasStopped() {
        Lease first = open("positions", "first");
        Lease second = open("positions", "second");
        first.close();
        first.close();
        second.store().setState("a", "1");
        second.close();

        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> second.store().getState("a"))
                .withMessageContaining("is closed");
        assertThat(open("positions", "first").store().getState("a")).isEqualTo("1");
    }

    @Test
    void itsEndGivesUpWhatIsStillOpen() {
        open("positions", "first");
        stores.close();

        try (FileOffsetStore other = FileStores.open(directory.resolve("positions"))) {
            other.setState("a", "1");
        }
    }

    @Test
    void oneRepositoryIsOneStoreAndAnotherOfTheSameKindIsAnother() {
        MemoryStateRepository repository = new MemoryStateRepository();
        Lease first = stores.open(null, repository, "first");

        assertThat(stores.open(null, repository, "second").store()).isSameAs(first.store());
        assertThat(stores.open(null, new MemoryStateRepository(), "third").store())
                .isNotSameAs(first.store());
    }

    @Test
    void aStoreOfOnesOwnIsUsedAsItIs() {
        OffsetStore own = new RepositoryOffsetStore(new MemoryStateRepository());

        assertThat(stores.open(null, own, "first").store()).isSameAs(own);
    }

    @Test
    void withoutAnOptionEachHasAMemoryOfItsOwn() {
        Lease first = stores.open(null, null, "first");
        Lease second = stores.open(null, null, "second");
        first.store().setState("a", "1");
        first.claim("acme/vision", "history");
        second.claim("acme/vision", "history");

        assertThat(first.store().getState("a")).isEqualTo("1");
        assertThat(second.store().getState("a")).isNull();
    }

    @Test
    void bothOptionsAtOnceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stores.open("positions", new MemoryStateRepository(), "first"))
                .withMessageContaining("offsetPath=positions")
                .withMessageContaining("are both set");
    }

    @Test
    void aNameHasOneKeeperInAStoreUntilItStops() {
        Lease first = open("positions", "first");
        Lease second = open("positions", "second");
        first.claim("acme/vision", "history");
        first.claim("acme/vision", "history");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.claim("acme/vision", "history"))
                .withMessage(
                        "offsetName=acme/vision is taken: route first keeps its positions under this name in the same"
                                + " store, and each would skip what the other has delivered. Set another offsetName for route second");
        assertThatCode(() -> second.claim("acme/vision", "runs")).doesNotThrowAnyException();
        assertThatCode(() -> second.claim("mine", "history")).doesNotThrowAnyException();
        assertThatCode(() -> open("other", "third").claim("acme/vision", "history"))
                .doesNotThrowAnyException();

        first.close();
        assertThatCode(() -> second.claim("acme/vision", "history")).doesNotThrowAnyException();
    }

    @Test
    void aNameHasOneKeeperAlsoAmongConsumersWithoutARoute() {
        Lease first = open("positions", null);
        Lease second = open("positions", null);
        first.claim("acme/vision", "history");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.claim("acme/vision", "history"))
                .withMessageContaining("offsetName=acme/vision is taken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("positions", "third").claim("acme/vision", "history"));

        second.close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("positions", "fourth").claim("acme/vision", "history"));
    }

    @Test
    void whoHasStoppedKeepsNoNameAnyMore() {
        Lease first = open("positions", "first");
        Lease second = open("positions", "second");
        first.close();

        assertThatExceptionOfType(OffsetStoreException.class).isThrownBy(() -> first.claim("acme/vision", "history"));
        assertThatCode(() -> second.claim("acme/vision", "history")).doesNotThrowAnyException();
    }

    private Lease open(String name, @Nullable String routeId) {
        return stores.open(directory.resolve(name).toString(), null, routeId);
    }

    @Test
    void aFileWhoseDiskDoesNotAnswerHoldsUpNoOtherStore() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Queue<Supplier<String>> ids = new ConcurrentLinkedQueue<>(List.of(() -> "first", answer::join));
        OffsetStores hanging =
                new OffsetStores(FileStores.CLOCK, () -> ids.remove().get(), FileStores::daemon);
        Lease first = hanging.open(directory.resolve("first").toString(), null, "first");
        CompletableFuture<Lease> second = CompletableFuture.supplyAsync(
                () -> hanging.open(directory.resolve("second").toString(), null, "second"));
        await().until(ids::isEmpty);

        assertThat(CompletableFuture.runAsync(() -> {
                    first.claim("acme/vision", "history");
                    first.close();
                }))
                .succeedsWithin(Duration.ofSeconds(20));

        answer.complete("second");
        assertThat(second).succeedsWithin(Duration.ofSeconds(20));
        hanging.close();
    }

    @Test
    void aFileThatIsClosedByItsLastUserIsOpenedForTheNextOne() {
        for (int i = 0; i < 20; i++) {
            Lease first = open("positions", "first");
            CompletableFuture<Void> closed = CompletableFuture.runAsync(first::close);
            Lease second = open("positions", "second");
            second.store().setState("a", "1");
            closed.join();
            assertThat(second.store().getState("a")).isEqualTo("1");
            second.close();
        }
    }
}
