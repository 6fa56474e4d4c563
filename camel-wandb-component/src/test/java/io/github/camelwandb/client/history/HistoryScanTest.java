// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.history.ScanRange.Until;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.Buffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryScanTest {

    private static final RunPath RUN = new RunPath("team", "vision", "r1");
    private static final RowForm WHOLE = new RowForm(NonFinite.STRING, Selection.all());

    private interface Event {
        void happen() throws IOException;
    }

    /** Before the next request with this text leaves. */
    private record Moment(String text, Event event) {}

    @RegisterExtension
    final Clients clients = new Clients();

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private final AtomicReference<Moment> moment = new AtomicReference<>(new Moment("nothing", () -> {}));
    private WandbClient client;

    @BeforeEach
    void connect() {
        connect(3);
    }

    private void connect(int maxAttempts) {
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .okHttp(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            Moment next = moment.get();
                            if (body(chain.request()).contains(next.text())
                                    && moment.compareAndSet(next, new Moment("nothing", () -> {}))) {
                                next.event().happen();
                            }
                            return chain.proceed(chain.request());
                        })
                        .build())
                .maxAttempts(maxAttempts)
                .build();
    }

    private static String body(Request request) throws IOException {
        Buffer body = new Buffer();
        request.body().writeTo(body);
        return body.readUtf8();
    }

    private static ScanRange range(long fromStep, long expectedRows) {
        return new ScanRange(
                fromStep,
                OptionalLong.empty(),
                expectedRows,
                expectedRows == 0 ? Until.LAST_STEP : Until.EXPECTED_ROWS,
                1,
                WHOLE);
    }

    private HistoryScan scan(ScanRange range) {
        return client.history().scan(RUN, range);
    }

    @Test
    void rowsThatWereShownMeanwhileMakeNoPageSmaller() {
        wandb.run("team/vision/r1").logs(0, 40).hideSteps(2, 40);
        Window all = new Window(0, 40);
        PageExtent shown = PageExtent.of(answer(client.history().page(RUN, all, WHOLE)));
        wandb.run("team/vision/r1").revealSteps();
        int before = client.history().limits(RUN).pageRows();

        assertThat(answer(client.history().hasLeftOut(RUN, shown))).isTrue();

        assertThat(client.history().limits(RUN).pageRows()).isEqualTo(before);
    }

    @Test
    void rowsThatAServerLeavesOutMakePagesOfThatRunSmaller() {
        wandb.simulator().maxSamples(30);
        wandb.run("team/vision/r1").logs(0, 40);
        HistoryPage shown = answer(client.history().page(RUN, new Window(0, 1000), WHOLE));

        assertThat(answer(client.history().hasLeftOut(RUN, PageExtent.of(shown))))
                .isTrue();

        assertThat(client.history().limits(RUN).pageRows()).isEqualTo(15);
        assertThat(client.history()
                        .limits(new RunPath(RUN.entity(), RUN.project(), "r2"))
                        .pageRows())
                .isEqualTo(WindowWidth.PAGE_ROWS);
    }

    @Test
    void oneRowThatAServerLeavesOutInTheMiddleMakesPagesSmaller() {
        wandb.simulator().maxSamples(30);
        wandb.run("team/vision/r1").logs(0, 31);
        AtomicReference<HistoryPage> shown = new AtomicReference<>();
        await().until(
                        () -> { // which one is chance
                            shown.set(answer(client.history().page(RUN, new Window(0, 1000), WHOLE)));
                            return shown.get().rows().get(29).step() == 30;
                        });

        assertThat(answer(client.history().hasLeftOut(RUN, PageExtent.of(shown.get()))))
                .isTrue();

        AnswerLimits limits = client.history().limits(RUN);
        assertThat(limits.pageRows()).isEqualTo(15);
        assertThat(limits.mayEndEarly()).isFalse();
    }

    @Test
    void whetherRowsOfSeveralRunsAreLeftOutIsOneRequest() {
        List<RunPath> runs = IntStream.range(0, 5)
                .mapToObj(index -> new RunPath("team", "vision", "r" + index))
                .toList();
        runs.forEach(run -> wandb.run(run.toString()).logs(0, 100));
        List<PageExtent> shown = runs.stream()
                .map(run -> PageExtent.of(answer(client.history().page(run, new Window(0, 200), WHOLE))))
                .toList();
        wandb.simulator().forgetRequests();

        List<CompletableFuture<Boolean>> looks = IntStream.range(0, 5)
                .mapToObj(index -> client.history().hasLeftOut(runs.get(index), shown.get(index)))
                .toList();

        assertThat(looks).allSatisfy(look -> assertThat(answer(look)).isFalse());
        assertThat(wandb.simulator().requests("history")).hasSize(1);
    }

    /** The answer is of a part of the page: it says nothing of how many rows an answer may have. */
    @Test
    void aPageThatWasTooMuchForTheServerWhenItWasAskedForAgainMakesNoPageSmaller() {
        connect(1);
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 40).hideSteps(20, 21);
        PageExtent shown = PageExtent.of(answer(client.history().page(RUN, new Window(0, 40), WHOLE)));
        run.revealSteps();
        wandb.simulator().faults().add(Fault.status(502).on("history").after(3).times(1));

        assertThat(answer(client.history().hasLeftOut(RUN, shown))).isTrue();

        assertThat(client.history().limits(RUN)).isEqualTo(AnswerLimits.NONE);
    }

    @Test
    void wideRowsThatWereShownMeanwhileMakeNoPageSmaller() {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (int step = 0; step < 100; step++) {
            run.log(step, Map.of("text", "x".repeat(25_000)));
        }
        run.hideSteps(2, 98);
        PageExtent shown = PageExtent.of(answer(client.history().page(RUN, new Window(0, 100), WHOLE)));
        run.revealSteps();

        assertThat(answer(client.history().hasLeftOut(RUN, shown))).isTrue();

        assertThat(client.history().limits(RUN)).isEqualTo(AnswerLimits.NONE);
    }

    /** Replicas of which one lags: a page of two rows says nothing of how many an answer may have. */
    @Test
    void aServerThatShowsNowMoreNowLessIsNotReadRowByRowForEver() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 11).hideSteps(1, 10);
        PageExtent shown = PageExtent.of(answer(client.history().page(RUN, new Window(0, 1000), WHOLE)));
        run.revealSteps();
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> run.hideSteps(1, 10)).on("history").after(3));
        assertThat(answer(client.history().hasLeftOut(RUN, shown))).isTrue();
        wandb.simulator().faults().clear();
        run.revealSteps();
        run.logs(11, 1000);
        wandb.simulator().forgetRequests();

        assertThat(rest(client.history().scan(RUN, ScanRange.whole(0, OptionalLong.empty(), WHOLE))))
                .hasSize(1000);

        assertThat(requests()).isLessThan(100);
    }

    private static List<HistoryRow> rest(HistoryScan scan) {
        List<HistoryRow> rows = new ArrayList<>();
        Optional<HistoryPage> page = answer(scan.next());
        while (page.isPresent()) {
            rows.addAll(page.get().rows());
            page = answer(scan.next());
        }
        return rows;
    }

    private static List<Long> steps(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::step).toList();
    }

    private static List<Long> range(LongStream steps) {
        return steps.boxed().toList();
    }

    private int requests() {
        return wandb.simulator().requests().size();
    }

    private int requests(String operation) {
        return wandb.simulator().requests(operation).size();
    }

    // how many requests

    @Test
    void aPollOfTenRunsWithAFewNewRowsEachIsOneRequest() {
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .gatheringTime(Duration.ofMillis(500))
                .build();
        for (int i = 0; i < 10; i++) {
            wandb.run("team/vision/r" + i).logs(0, 5003);
        }

        List<CompletableFuture<Optional<HistoryPage>>> pages = IntStream.range(0, 10)
                .mapToObj(index -> client.history()
                        .scan(new RunPath("team", "vision", "r" + index), range(4999, 4))
                        .next())
                .toList();

        pages.forEach(page ->
                assertThat(steps(answer(page).orElseThrow().rows())).containsExactly(4999L, 5000L, 5001L, 5002L));
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void theExpectedRowsOfOneRunAreOneRequest() {
        wandb.run("team/vision/r1").logs(0, 5003);

        assertThat(steps(rest(scan(range(5000, 3))))).containsExactly(5000L, 5001L, 5002L);
        assertThat(requests()).isEqualTo(1);
        assertThat(requests("RunHistory")).isEqualTo(1);
    }

    @Test
    void aHundredThousandRowsAreAHundredPagesWithOneClosingForFour() {
        wandb.run("team/vision/r1").logs(0, 100_000);

        assertThat(steps(rest(scan(range(0, 100_000))))).isEqualTo(range(LongStream.range(0, 100_000)));
        assertThat(requests("RunHistory")).isEqualTo(100);
        assertThat(requests()).isEqualTo(100 + 25);
    }

    @Test
    void aRunWithARowAtTheBeginningAndOneFarAwayIsReadInAFewRequests() {
        wandb.run("team/vision/r1").log(0, Map.of("loss", 1)).log(3_000_000, Map.of("loss", 2));

        assertThat(steps(rest(scan(range(0, 2))))).containsExactly(0L, 3_000_000L);
        assertThat(requests()).isEqualTo(3);

        wandb.simulator().forgetRequests();
        assertThat(steps(rest(scan(range(0, 0))))).containsExactly(0L, 3_000_000L);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void rowsFarBehindAllThatIsCountedAreReadInAFewRequests() {
        wandb.run("team/vision/r1")
                .log(0, Map.of("loss", 1))
                .log(3_000_000, Map.of("loss", 2))
                .countsLines(1);

        assertThat(steps(rest(scan(new ScanRange(0, OptionalLong.empty(), 1, Until.LAST_STEP, 1, WHOLE)))))
                .containsExactly(0L, 3_000_000L);
        assertThat(requests()).isLessThanOrEqualTo(10);
    }

    @Test
    void aScanUntilNothingComesNeedsOneRequestForThat() {
        wandb.run("team/vision/r1").logs(0, 10);

        assertThat(steps(rest(scan(new ScanRange(0, OptionalLong.empty(), 10, Until.NOTHING_BEHIND, 1, WHOLE)))))
                .isEqualTo(range(LongStream.range(0, 10)));
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void aScanUntilNothingComesBelievesNeitherCountNorLastStep() {
        wandb.run("team/vision/r1")
                .logs(0, 10)
                .logs(1_000_000, 1_012_345)
                .countsLines(10)
                .saysLastStep(9L);

        assertThat(steps(rest(scan(new ScanRange(0, OptionalLong.empty(), 10, Until.NOTHING_BEHIND, 1, WHOLE)))))
                .isEqualTo(range(LongStream.concat(LongStream.range(0, 10), LongStream.range(1_000_000, 1_012_345))));
        assertThat(requests()).isLessThanOrEqualTo(40);
    }

    @Test
    void stepsThatAreTimesAreReadByTheThousand() {
        long start = 1_700_000_000_000L;
        SimulatedRun run = wandb.run("team/vision/r1");
        for (long i = 0; i < 4500; i++) {
            run.log(start + i * 1000, Map.of("loss", i));
        }

        assertThat(steps(rest(scan(range(0, 4500)))))
                .isEqualTo(range(LongStream.range(0, 4500).map(i -> start + i * 1000)));
        assertThat(requests()).isLessThanOrEqualTo(10);

        wandb.simulator().forgetRequests();
        assertThat(steps(rest(scan(
                        new ScanRange(start + 1000, OptionalLong.empty(), 4499, Until.EXPECTED_ROWS, 0.001, WHOLE)))))
                .hasSize(4499);
        assertThat(requests()).isLessThanOrEqualTo(7);
    }

    @Test
    void rowsThatBecomeDenserThanTheyWereAreAllRead() {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (long step = 0; step < 2_000_000; step += 1000) {
            run.log(step, Map.of("loss", step));
        }
        run.logs(2_000_000, 2_030_000);

        List<Long> steps = steps(rest(scan(range(0, 32_000))));

        assertThat(steps)
                .isEqualTo(range(LongStream.concat(
                        LongStream.iterate(0, step -> step < 2_000_000, step -> step + 1000),
                        LongStream.range(2_000_000, 2_030_000))));
    }

    // groups

    @Test
    void pagesAreInOrderHoweverTheirAnswersCome() {
        wandb.run("team/vision/r1").logs(0, 9000);
        wandb.simulator()
                .faults()
                .add(Fault.latency(Duration.ofMillis(400))
                        .on("RunHistory")
                        .after(1)
                        .times(1));

        assertThat(steps(rest(scan(range(0, 9000))))).isEqualTo(range(LongStream.range(0, 9000)));
    }

    @Test
    void onlyWhoAsksForASecondPageHasMoreReadAhead() {
        wandb.run("team/vision/r1").logs(0, 20_000);
        HistoryScan scan = scan(range(0, 20_000));

        answer(scan.next());
        assertThat(requests()).isEqualTo(1);

        answer(scan.next());
        await().until(() -> requests("RunHistory") == 9 && requests("RunHistories") == 2);
        answer(scan.next());
        answer(scan.next());
        answer(scan.next());
        assertThat(requests("RunHistory")).isEqualTo(9);
    }

    @Test
    void pagesThatAreTogetherMoreThanMayBeHeldAreReadOneByOne() {
        wandb.run("team/vision/r1").logs(0, 3500);
        HistoryScan scan = scan(range(0, 3500).holding(1));
        answer(scan.next());

        answer(scan.next());

        assertThat(requests()).as("it begins with the last row of the first").isEqualTo(2);
        await().during(Duration.ofMillis(300)).until(() -> requests() == 2);
        assertThat(steps(rest(scan))).isEqualTo(range(LongStream.range(2000, 3500)));
    }

    @Test
    void aHistoryThatIsCutWhileAGroupIsReadIsNotHandedOut() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5000);
        HistoryScan scan = scan(range(0, 5000));
        answer(scan.next());
        before("RunHistories", () -> run.rewind(2500));

        assertThatThrownBy(() -> answer(scan.next()))
                .isInstanceOfSatisfying(HistoryChangedException.class, failure -> {
                    assertThat(failure.run()).isEqualTo(RUN);
                    assertThat(failure.step()).isEqualTo(2999);
                })
                .hasMessageContaining("team/vision/r1 changed while it was read");
        assertThat(steps(rest(scan))).isEqualTo(range(LongStream.range(1000, 2501)));
    }

    @Test
    void rowsThatAreReplacedWhileAGroupIsReadAreReadAgain() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5000);
        HistoryScan scan = scan(range(0, 5000));
        answer(scan.next());
        before("RunHistories", () -> {
            run.rewind(999);
            for (long step = 1000; step < 5000; step++) {
                run.logJson("{\"_step\":" + step + ",\"_timestamp\":5.5,\"loss\":7}");
            }
        });

        assertThatThrownBy(() -> answer(scan.next())).isInstanceOf(HistoryChangedException.class);
        assertThat(rest(scan)).hasSize(4000).allSatisfy(row -> assertThat(row).containsEntry("loss", 7L));
    }

    @Test
    void soIsOneThatIsCutBetweenTwoPagesThatAreReadOneByOne() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3500);
        HistoryScan scan = scan(range(0, 3500).holding(1));
        answer(scan.next());
        run.rewind(500);
        for (long step = 501; step < 3500; step++) {
            run.logJson("{\"_step\":" + step + ",\"_timestamp\":5.5,\"loss\":7}");
        }

        assertThatThrownBy(() -> answer(scan.next()))
                .isInstanceOfSatisfying(
                        HistoryChangedException.class,
                        failure -> assertThat(failure.step()).isEqualTo(999));
    }

    @Test
    void aRunOfTwoPagesIsTwoRequests() {
        wandb.run("team/vision/r1").logs(0, 1500);

        assertThat(steps(rest(scan(range(0, 1500))))).isEqualTo(range(LongStream.range(0, 1500)));
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void rowsWithoutATimeCloseAGroupToo() {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (long step = 0; step < 3000; step++) {
            run.logJson("{\"_step\":" + step + "}");
        }

        assertThat(steps(rest(scan(range(0, 3000))))).hasSize(3000);
        assertThat(requests("RunHistories")).isEqualTo(1);
    }

    @Test
    void aPageThatFailsIsAskedForAgainAtItsTurn() {
        connect(1);
        wandb.run("team/vision/r1").logs(0, 5000);
        HistoryScan scan = scan(range(0, 5000));
        List<HistoryRow> rows =
                new ArrayList<>(answer(scan.next()).orElseThrow().rows());
        before("\"minStep\":3000", () -> {
            throw new IOException("lost");
        });

        rows.addAll(rest(scan));

        assertThat(steps(rows)).isEqualTo(range(LongStream.range(0, 5000)));
    }

    @Test
    void afterAFailureTheSamePageMayBeAskedForAgain() {
        wandb.run("team/vision/r1").logs(0, 3000);
        HistoryScan scan = scan(range(0, 3000));
        answer(scan.next());
        wandb.simulator().faults().add(Fault.connectionReset());

        assertThatThrownBy(() -> answer(scan.next())).isInstanceOf(WandbUnavailableException.class);
        wandb.simulator().faults().clear();

        assertThat(steps(rest(scan))).isEqualTo(range(LongStream.range(1000, 3000)));
    }

    @Test
    void twoRowsOfOneStepAreInOnePageInTheOrderTheyWereWritten() {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (long step = 0; step < 2500; step++) {
            run.log(step, Map.of("n", 2 * step)).log(step, Map.of("n", 2 * step + 1));
        }
        HistoryScan scan = scan(range(0, 5000));

        List<Object> values = new ArrayList<>();
        long last = -1;
        for (Optional<HistoryPage> page = answer(scan.next()); page.isPresent(); page = answer(scan.next())) {
            List<HistoryRow> rows = page.get().rows();
            assertThat(rows.get(0).step()).isGreaterThan(last);
            last = rows.get(rows.size() - 1).step();
            rows.forEach(row -> values.add(row.get("n")));
        }

        assertThat(values).isEqualTo(LongStream.range(0, 5000).boxed().toList());
    }

    private void before(String text, Event event) {
        moment.set(new Moment(text, event));
    }
}
