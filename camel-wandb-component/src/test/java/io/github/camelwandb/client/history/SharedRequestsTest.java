// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads of a few rows, of one or of many runs, that go in one request. */
class SharedRequestsTest {

    private static final RowForm WHOLE = new RowForm(NonFinite.STRING, Selection.all());

    @RegisterExtension
    final Clients clients = new Clients();

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private WandbClient client;

    /** Gathers longer than this machine ever needs to ask for all that is to go together. */
    @BeforeEach
    void connect() {
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .gatheringTime(Duration.ofMillis(500))
                .maxAttempts(1)
                .build();
    }

    private static RunPath run(int index) {
        return new RunPath("team", "vision", "r" + index);
    }

    private void runs(int count, long rows) {
        for (int i = 0; i < count; i++) {
            wandb.run("team/vision/r" + i).logs(0, rows);
        }
    }

    private CompletableFuture<HistoryPage> page(RunPath run, long from, long to, long expectedRows) {
        return client.history().page(run, new Window(from, to), WHOLE, expectedRows, PageQuery.MAX_ROWS);
    }

    private List<CompletableFuture<HistoryPage>> pages(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> page(run(index), 0, 1000, 10))
                .toList();
    }

    private static List<Long> steps(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::step).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private int requests() {
        return wandb.simulator().requests("history").size();
    }

    // which go together

    @Test
    void pagesOfTenRunsThatAreAskedForAtOnceAreOneRequest() {
        runs(10, 10);

        for (CompletableFuture<HistoryPage> page : pages(10)) {
            assertThat(steps(answer(page).rows())).isEqualTo(range(0, 10));
        }
        assertThat(wandb.simulator().requests("RunHistories")).hasSize(1);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aPageAloneIsThePlainRequest() {
        runs(1, 10);

        assertThat(answer(page(run(0), 0, 1000, 10)).received()).isEqualTo(10);
        assertThat(wandb.simulator().requests("RunHistory")).hasSize(1);
    }

    @Test
    void fiftyPagesGoWithoutWaiting() {
        runs(50, 3);
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .gatheringTime(Duration.ofHours(1))
                .build();

        for (CompletableFuture<HistoryPage> page : pages(50)) {
            assertThat(answer(page).received()).isEqualTo(3);
        }
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void pagesThatMakeTooMuchTogetherGoApart() {
        runs(12, 400);

        List<CompletableFuture<HistoryPage>> pages = IntStream.range(0, 12)
                .mapToObj(index -> page(run(index), 0, 1000, 400))
                .toList();

        pages.forEach(page -> assertThat(answer(page).received()).isEqualTo(400));
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void runsOfTwoProjectsGoApart() {
        wandb.run("team/vision/r0").logs(0, 3);
        wandb.run("team/speech/r0").logs(0, 3);

        CompletableFuture<HistoryPage> vision = page(run(0), 0, 1000, 3);
        CompletableFuture<HistoryPage> speech = page(new RunPath("team", "speech", "r0"), 0, 1000, 3);

        assertThat(answer(vision).received()).isEqualTo(3);
        assertThat(answer(speech).received()).isEqualTo(3);
        assertThat(wandb.simulator().requests("RunHistory")).hasSize(2);
    }

    @Test
    void aWindowWithFarMoreRowsThanExpectedIsReadAlone() {
        wandb.run("team/vision/r0").logs(0, 900);
        wandb.run("team/vision/r1").logs(0, 3);

        List<CompletableFuture<HistoryPage>> pages = pages(2);

        assertThat(steps(answer(pages.get(0)).rows())).isEqualTo(range(0, 900));
        assertThat(steps(answer(pages.get(1)).rows())).isEqualTo(range(0, 3));
        assertThat(wandb.simulator().requests("RunHistories")).hasSize(1);
        assertThat(wandb.simulator().requests("RunHistory")).hasSize(1);
    }

    // which fail

    @Test
    void aRunThatIsNotThereIsNotFoundAndOthersHaveTheirRows() {
        runs(2, 3);

        List<CompletableFuture<HistoryPage>> pages = pages(3);

        assertThat(answer(pages.get(0)).received()).isEqualTo(3);
        assertThat(answer(pages.get(1)).received()).isEqualTo(3);
        assertThatThrownBy(() -> answer(pages.get(2)))
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("team/vision/r2");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aRequestThatFailsIsSplitUntilTheRunAtFaultIsAlone() {
        runs(8, 3);
        wandb.simulator().faults().add(Fault.status(502).forRun("r5"));

        List<CompletableFuture<HistoryPage>> pages = pages(8);

        for (int i = 0; i < 8; i++) {
            CompletableFuture<HistoryPage> page = pages.get(i);
            if (i == 5) {
                assertThatThrownBy(() -> answer(page)).isInstanceOf(WandbUnavailableException.class);
            } else {
                assertThat(answer(page).received()).isEqualTo(3);
            }
        }
    }

    @Test
    void errorsBesideTheDataOfOthersFailOnlyTheirOwnRun() {
        runs(4, 3);
        wandb.simulator()
                .faults()
                .add(Fault.partial("history is broken", "history").forRun("r2"));

        List<CompletableFuture<HistoryPage>> pages = pages(4);

        assertThat(answer(pages.get(0)).received()).isEqualTo(3);
        assertThat(answer(pages.get(1)).received()).isEqualTo(3);
        assertThatThrownBy(() -> answer(pages.get(2))).hasMessageContaining("history is broken");
        assertThat(answer(pages.get(3)).received()).isEqualTo(3);
    }

    @Test
    void aKeyThatIsRefusedIsNotTriedForEachRun() {
        runs(8, 3);
        wandb.simulator().faults().add(Fault.status(401));

        for (CompletableFuture<HistoryPage> page : pages(8)) {
            assertThatThrownBy(() -> answer(page)).isInstanceOf(WandbAuthenticationException.class);
        }
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aRequestThatOnlyWaitedForItsTurnIsNotSplit() {
        runs(10, 10);
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .maxConcurrentRequests(1)
                .deadline(Duration.ofSeconds(2))
                .build();
        wandb.simulator().faults().add(Fault.hang());
        client.viewer();
        await().until(() -> !wandb.simulator().requests("Viewer").isEmpty());

        List<CompletableFuture<HistoryPage>> pages = pages(10);

        for (CompletableFuture<HistoryPage> page : pages) {
            assertThatThrownBy(() -> answer(page)).isInstanceOf(WandbUnavailableException.class);
        }
        assertThat(requests()).isLessThanOrEqualTo(1);
    }

    @Test
    void aClosedClientAnswersWhatStillWaitsForOthers() {
        runs(2, 3);

        List<CompletableFuture<HistoryPage>> pages = pages(2);
        client.close();

        pages.forEach(page -> assertThatThrownBy(() -> answer(page)).hasMessageContaining("is closed"));
        assertThat(requests()).isZero();
    }

    // who waits

    @Test
    void onePageThatIsGivenUpLeavesTheOthersAlone() {
        runs(3, 3);

        List<CompletableFuture<HistoryPage>> pages = pages(3);
        pages.get(1).cancel(true);

        assertThat(answer(pages.get(0)).received()).isEqualTo(3);
        assertThat(answer(pages.get(2)).received()).isEqualTo(3);
        assertThat(wandb.simulator().requests("RunHistories").get(0).variables())
                .containsEntry("run_1", "r2")
                .doesNotContainKey("run_2");
    }

    @Test
    void aRequestThatNobodyWaitsForIsEnded() {
        runs(3, 3);
        wandb.simulator().faults().add(Fault.hang());
        OkHttpClient http = new OkHttpClient();
        List<okhttp3.Call> calls = new ArrayList<>();
        client = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .gatheringTime(Duration.ofMillis(500))
                .okHttp(http.newBuilder()
                        .addInterceptor(chain -> {
                            synchronized (calls) {
                                calls.add(chain.call());
                            }
                            return chain.proceed(chain.request());
                        })
                        .build())
                .build();

        List<CompletableFuture<HistoryPage>> pages = pages(3);
        await().until(() -> {
            synchronized (calls) {
                return calls.size() == 1;
            }
        });
        pages.get(0).cancel(true);
        pages.get(1).cancel(true);
        assertThat(calls.get(0).isCanceled()).isFalse();
        pages.get(2).cancel(true);

        await().until(() -> calls.get(0).isCanceled());
    }

    @Test
    void whoTakesLongOverHisRowsKeepsNobodyFromHavingTheirs() throws InterruptedException {
        runs(3, 3);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);

        List<CompletableFuture<HistoryPage>> pages = pages(3);
        pages.get(0).thenAccept(page -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        begun.await();
        assertThat(answer(pages.get(1)).received()).isEqualTo(3);
        assertThat(answer(pages.get(2)).received()).isEqualTo(3);
        end.countDown();
    }

    // rows at steps

    @Test
    void timesOfRowsAreReadByTheirSteps() {
        wandb.run("team/vision/r0")
                .logs(0, 10)
                .logJson("{\"_step\":12,\"_timestamp\":1,\"loss\":1}")
                .logJson("{\"_step\":12,\"_timestamp\":2,\"loss\":2}");

        SortedMap<Long, List<HistoryRow>> rows = answer(client.history().rowsAt(run(0), List.of(12L, 3L, 11L, 3L)))
                .rows();

        assertThat(rows.keySet()).containsExactly(3L, 11L, 12L);
        assertThat(rows.get(3L))
                .singleElement()
                .satisfies(row -> assertThat(row).containsOnlyKeys("_step", "_timestamp"));
        assertThat(rows.get(11L)).isEmpty();
        assertThat(rows.get(12L)).extracting(row -> row.get("_timestamp")).containsExactly(1L, 2L);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void looksAtFiftyRunsAreOneRequest() {
        runs(50, 4);

        List<CompletableFuture<RowsAt>> looks = IntStream.range(0, 50)
                .mapToObj(index -> client.history().rowsAt(run(index), List.of(2L)))
                .toList();

        looks.forEach(look -> assertThat(steps(answer(look).rows().get(2L))).containsExactly(2L));
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void moreStepsThanARequestHoldsAreSeveralRequests() {
        runs(1, 500);

        SortedMap<Long, List<HistoryRow>> rows =
                answer(client.history().rowsAt(run(0), range(0, 420))).rows();

        rows.forEach((step, found) -> assertThat(steps(found)).containsExactly(step));
        assertThat(rows).hasSize(420);
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void rowsOfARunThatIsNotThereAreNotFound() {
        wandb.simulator().project("team/vision");

        assertThatThrownBy(() -> answer(client.history().rowsAt(run(0), List.of(1L, 2L))))
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("team/vision/r0");
    }

    // last steps

    @Test
    void lastStepsOfTenRunsThatAreAskedForAtOnceAreOneRequest() {
        for (int i = 0; i < 10; i++) {
            wandb.run("team/vision/r" + i).logs(0, i + 1);
        }

        List<CompletableFuture<OptionalLong>> ends = IntStream.range(0, 11)
                .mapToObj(index -> client.history().lastStep(run(index)))
                .toList();

        for (int i = 0; i < 10; i++) {
            assertThat(answer(ends.get(i))).hasValue(i);
        }
        assertThatThrownBy(() -> answer(ends.get(10)))
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("team/vision/r10");
        assertThat(wandb.simulator().requests("RunLastSteps")).hasSize(1);
        assertThat(wandb.simulator().requests()).hasSize(1);
    }

    @Test
    void exportsOfTenRunsThatAreAskedForAtOnceAreOneRequest() {
        for (int i = 0; i < 10; i++) {
            SimulatedRun run = wandb.run("team/vision/r" + i).logs(0, 10);
            if (i > 0) {
                run.exportBelow(i);
            }
        }

        List<CompletableFuture<Export>> exports = IntStream.range(0, 11)
                .mapToObj(index -> client.history().export(run(index)))
                .toList();

        assertThat(answer(exports.get(0)).isThere()).isFalse();
        for (int i = 1; i < 10; i++) {
            assertThat(answer(exports.get(i))).isEqualTo(new Export(true, OptionalLong.of(i)));
        }
        assertThatThrownBy(() -> answer(exports.get(10))).isInstanceOf(WandbNotFoundException.class);
        assertThat(wandb.simulator().requests("RunExports")).hasSize(1);
        assertThat(wandb.simulator().requests()).hasSize(1);
    }

    @Test
    void aRunOfWhichTheEndCannotBeToldLeavesTheOthersAlone() {
        runs(4, 3);
        wandb.simulator().faults().add(Fault.status(502).forRun("r2"));

        List<CompletableFuture<OptionalLong>> ends = IntStream.range(0, 4)
                .mapToObj(index -> client.history().lastStep(run(index)))
                .toList();

        assertThat(answer(ends.get(0))).hasValue(2);
        assertThat(answer(ends.get(1))).hasValue(2);
        assertThatThrownBy(() -> answer(ends.get(2))).isInstanceOf(WandbUnavailableException.class);
        assertThat(answer(ends.get(3))).hasValue(2);
    }

    // samples

    @Test
    void smallSamplesOfTenRunsThatAreAskedForAtOnceAreOneRequest() {
        runs(10, 20);

        List<CompletableFuture<HistorySample>> samples = IntStream.range(0, 11)
                .mapToObj(index -> client.history().sampled(run(index), 10 + index, List.of(List.of("loss")), WHOLE))
                .toList();

        for (int i = 0; i < 10; i++) {
            HistorySample sample = answer(samples.get(i));
            assertThat(sample.rows())
                    .hasSize(10 + i)
                    .allSatisfy(row -> assertThat(row).containsOnlyKeys("_step", "loss"));
        }
        assertThatThrownBy(() -> answer(samples.get(10)))
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("team/vision/r10");
        assertThat(wandb.simulator().requests()).hasSize(1);
    }

    // where the system gives no more threads

    private static final RunQueries.AboutRun QUESTION = RunQueries.end(run(0));

    private static final class Answering implements SharedRequests.Kind<RunQueries.AboutRun, String> {
        @Override
        public CompletableFuture<String> alone(RunQueries.AboutRun question) {
            return CompletableFuture.completedFuture("alone");
        }

        @Override
        public CompletableFuture<List<String>> together(ProjectPath project, List<RunQueries.AboutRun> questions) {
            return CompletableFuture.completedFuture(Collections.nCopies(questions.size(), "together"));
        }

        @Override
        public boolean isCut(String answer) {
            return false;
        }
    }

    private static <T> T noThread() {
        throw new InternalError("simulated: there is no thread");
    }

    @Test
    void questionsAreAnsweredAlsoWhereThereIsNoThreadForThem() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try {
            SharedRequests<RunQueries.AboutRun, String> shared = new SharedRequests<>(
                    new Answering(), work -> SharedRequestsTest.<Void>noThread(), timer, Duration.ofMillis(50));

            assertThat(answer(shared.ask(QUESTION))).isEqualTo("alone");
            for (CompletableFuture<String> one : shared.askTogether(List.of(QUESTION, QUESTION))) {
                assertThat(answer(one)).isEqualTo("together");
            }
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void questionsAreAnsweredAlsoWhereNoTimeCanBeWaited() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
                return noThread();
            }
        };
        SharedRequests<RunQueries.AboutRun, String> shared =
                new SharedRequests<>(new Answering(), Runnable::run, timer, Duration.ofMillis(50));

        assertThat(answer(shared.ask(QUESTION))).isEqualTo("alone");
    }

    @Test
    void questionsFailThatCannotEvenBeAsked() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try {
            SharedRequests<RunQueries.AboutRun, String> shared = new SharedRequests<>(
                    new SharedRequests.Kind<>() {
                        @Override
                        public CompletableFuture<String> alone(RunQueries.AboutRun question) {
                            return noThread();
                        }

                        @Override
                        public CompletableFuture<List<String>> together(
                                ProjectPath project, List<RunQueries.AboutRun> questions) {
                            return noThread();
                        }

                        @Override
                        public boolean isCut(String answer) {
                            return false;
                        }
                    },
                    Runnable::run,
                    timer,
                    Duration.ofMillis(50));

            for (int questions = 1; questions < 3; questions++) {
                for (CompletableFuture<String> one : shared.askTogether(Collections.nCopies(questions, QUESTION))) {
                    assertThat(one)
                            .failsWithin(Duration.ofSeconds(20))
                            .withThrowableOfType(ExecutionException.class)
                            .withMessageContaining("there is no thread");
                }
            }
        } finally {
            timer.shutdownNow();
        }
    }
}
