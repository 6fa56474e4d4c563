// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.SystemRow;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows of many metrics, of which a page of a thousand would not fit into a small heap. */
class WideRowsTest {

    private static final int KIB = 1024;
    private static final RowForm WHOLE = new RowForm(NonFinite.STRING, Selection.all());

    @RegisterExtension
    final Clients clients = new Clients();

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private WandbClient client;

    @BeforeEach
    void connect() {
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .gatheringTime(Duration.ofMillis(500))
                .build();
    }

    private SimulatedRun run(int index, int rows, int bytes) {
        SimulatedRun run = wandb.run("team/vision/r" + index);
        for (int step = 0; step < rows; step++) {
            run.log(step, Map.of("text", "x".repeat(bytes)));
        }
        return run;
    }

    private static RunPath path(int index) {
        return new RunPath("team", "vision", "r" + index);
    }

    private int requests() {
        return wandb.simulator().requests("history").size();
    }

    private HistoryScan scan(long maxBytes) {
        return clients.builder(wandb.baseUrl(), wandb.apiKey())
                .build()
                .history()
                .scan(
                        path(0),
                        new ScanRange(0, OptionalLong.empty(), 0, ScanRange.Until.LAST_STEP, 1, WHOLE)
                                .holding(maxBytes));
    }

    private List<HistoryPage> scanned() {
        return rest(scan(Long.MAX_VALUE));
    }

    private static List<HistoryPage> rest(HistoryScan scan) {
        List<HistoryPage> pages = new ArrayList<>();
        Optional<HistoryPage> page = answer(scan.next());
        while (page.isPresent()) {
            pages.add(page.get());
            page = answer(scan.next());
        }
        return pages;
    }

    private static List<Long> steps(List<HistoryPage> pages) {
        return pages.stream()
                .flatMap(page -> page.rows().stream())
                .map(HistoryRow::step)
                .toList();
    }

    private static List<Long> range(long to) {
        return LongStream.range(0, to).boxed().toList();
    }

    @Test
    void aPageHoldsAboutOneMebibyteOfThem() {
        run(0, 250, 20 * KIB);

        List<HistoryPage> pages = scanned();

        assertThat(steps(pages)).isEqualTo(range(250));
        assertThat(pages).allSatisfy(page -> assertThat(page.rows()).hasSizeLessThanOrEqualTo(51));
        assertThat(requests()).as("and as many to close them").isLessThan(16);
    }

    @Test
    void whereOneRowIsMoreThanThatEachComesForItself() {
        run(0, 5, 1100 * KIB).log(2, Map.of("text", "x".repeat(1100 * KIB)));

        assertThat(steps(scanned())).containsExactly(0L, 1L, 2L, 2L, 3L, 4L);
    }

    @Test
    void aheadOfThoseThatAreAskedForNoneAreReadWhereTheyAreMoreThanMayBeHeld() {
        run(0, 9, 600 * KIB);
        HistoryScan scan = scan(2000 * KIB);
        answer(scan.next());
        assertThat(scan.isToReadAhead()).isFalse();

        assertThat(steps(List.of(answer(scan.next()).orElseThrow()))).containsExactly(1L);

        int before = requests();
        await().during(Duration.ofMillis(300)).until(() -> requests() == before);
        assertThat(steps(rest(scan))).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void aFewRowsThatAreMoreThanThatDoNotMakeTheOthersComeSingly() {
        SimulatedRun run = wandb.run("team/vision/r0");
        for (int step = 0; step < 400; step++) {
            run.log(step, Map.of("text", "x".repeat(step % 100 == 50 ? 1100 * KIB : 100)));
        }

        assertThat(steps(scanned())).isEqualTo(range(400));

        assertThat(requests()).as("and as many to close them").isLessThan(30);
    }

    @Test
    void aLineThatIsNoRowIsCountedAlsoWhereAPageEndsBeforeTheRowBehindIt() {
        run(0, 2, 500 * KIB).logJson(2, "{\"loss\":0.5}");
        run(0, 0, 0).log(3, Map.of("text", "x".repeat(500 * KIB)));

        List<HistoryPage> pages = scanned();

        assertThat(steps(pages)).containsExactly(0L, 1L, 3L);
        assertThat(pages.stream().flatMap(page -> page.unusable().stream())).containsExactly(2);
    }

    @Test
    void aRowThatIsLongerThanAParserTakesIsRefusedAndTheMessageSaysSo() {
        run(0, 1, KIB);
        String row = "\"{\\\"_step\\\":0,\\\"text\\\":\\\"" + "x".repeat(21_000 * KIB) + "\\\"}\"";
        wandb.simulator()
                .faults()
                .add(Fault.status(200, "{\"data\":{\"project\":{\"run\":{\"history\":[" + row + "]}}}}")
                        .on("RunHistory"));

        assertThatThrownBy(this::scanned)
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("too long to be read")
                .hasMessageContaining("team/vision/r0");
    }

    @Test
    void aFewOfSeveralRunsAreOneRequestAllTheSame() {
        IntStream.range(0, 10).forEach(index -> run(index, 20, 30 * KIB));

        List<CompletableFuture<HistoryPage>> pages =
                IntStream.range(0, 10).mapToObj(index -> page(index, 20)).toList();

        assertThat(pages)
                .allSatisfy(page -> assertThat(steps(List.of(answer(page)))).isEqualTo(range(20)));
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void ofManyThatShareARequestEachIsAskedForAloneIfTheyAreTooMuch() {
        IntStream.range(0, 2).forEach(index -> run(index, 20, 500 * KIB));

        List<CompletableFuture<HistoryPage>> pages =
                IntStream.range(0, 2).mapToObj(index -> page(index, 20)).toList();

        assertThat(pages)
                .allSatisfy(page -> assertThat(steps(List.of(answer(page)))).isEqualTo(range(2)));
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void ofThoseThatAreOnlyLookedAtTheTimesAreHeld() {
        run(0, 16, 100 * KIB);

        RowsAt seen = answer(client.history().rowsAt(path(0), range(16)));

        assertThat(seen.rows().keySet()).containsExactlyElementsOf(range(16));
        assertThat(seen.rows().values())
                .allSatisfy(rows -> assertThat(rows)
                        .singleElement()
                        .satisfies(row -> assertThat(row).containsOnlyKeys("_step", "_timestamp")));
    }

    @Test
    void ofSystemMetricsSomeMebibytesAreHeldAndTheOthersComeWithTheNextAnswers() {
        SimulatedRun run = wandb.run("team/vision/r0");
        for (int row = 0; row < 300; row++) {
            run.systemMetrics(Map.of("number", row, "text", "x".repeat(row % 2 == 0 ? 30 * KIB : 100)));
        }

        List<Object> numbers = new ArrayList<>();
        SystemRows.Place place = SystemRows.Place.BEGINNING;
        boolean hasMore = true;
        while (hasMore) {
            SystemRows page = answer(client.history().systemRows(path(0), 20_000, place, 1000, NonFinite.STRING));
            assertThat(page.rows()).isNotEmpty().hasSizeLessThan(150);
            for (SystemRow row : page.rows()) {
                numbers.add(row.get("number"));
                place = place.behind(row.seconds());
            }
            hasMore = page.hasMore();
        }

        assertThat(numbers).isEqualTo(range(300));
    }

    /** The first row of an answer is held however long it is: there are many first rows here. */
    @Test
    void ofOneLongRowOfEachOfManyRunsThatShareARequestSomeMebibytesAreHeld() {
        IntStream.range(0, 50).forEach(index -> run(index, 1, 400 * KIB));

        List<CompletableFuture<HistoryPage>> pages =
                IntStream.range(0, 50).mapToObj(index -> page(index, 1)).toList();

        assertThat(pages)
                .allSatisfy(page -> assertThat(steps(List.of(answer(page)))).isEqualTo(range(1)));
        assertThat(requests()).as("20 of them share one").isEqualTo(1 + 30);
    }

    @Test
    void oneOfThemThatIsLongerThanAllTogetherMayBeIsAskedForAloneAndTheOthersAreNot() {
        IntStream.range(0, 10).forEach(index -> run(index, 1, index == 3 ? 9 * KIB * KIB : KIB));

        List<CompletableFuture<HistoryPage>> pages =
                IntStream.range(0, 10).mapToObj(index -> page(index, 1)).toList();

        assertThat(pages)
                .allSatisfy(page -> assertThat(steps(List.of(answer(page)))).isEqualTo(range(1)));
        assertThat(requests()).isEqualTo(2);
    }

    private CompletableFuture<HistoryPage> page(int index, long expectedRows) {
        return client.history().page(path(index), new Window(0, 1000), WHOLE, expectedRows, PageQuery.MAX_ROWS);
    }
}
