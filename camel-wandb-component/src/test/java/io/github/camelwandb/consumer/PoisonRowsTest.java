// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of rows that the route fails on, by onRowFailure. */
class PoisonRowsTest extends FollowingTestSupport {

    private static final String SKIP = "onRowFailure=skip&rowFailureAttempts=2";
    private static final Duration ANY_HOLD = Duration.ofMinutes(6);

    private final List<Long> passed = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private static List<Long> stepsIn(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Stream<HistoryRow> rows = body instanceof HistoryBatch batch ? batch.stream() : Stream.of((HistoryRow) body);
        return rows.map(HistoryRow::step).toList();
    }

    /** Keeps the steps that came, unless there is one of these among them. */
    private Processor poisonedBy(Long... steps) {
        List<Long> poison = List.of(steps);
        return exchange -> {
            if (stepsIn(exchange).stream().anyMatch(poison::contains)) {
                failures.incrementAndGet();
                throw new IllegalStateException("simulated");
            }
            passed.addAll(stepsIn(exchange));
        };
    }

    private static List<Long> without(List<Long> steps, Long... left) {
        List<Long> rest = new ArrayList<>(steps);
        rest.removeAll(List.of(left));
        return rest;
    }

    private List<String> skipped() {
        return events.stream()
                .filter(event -> event.kind() == WandbRunEvent.Kind.ROW_SKIPPED)
                .map(event -> event.run() + ": " + event.detail())
                .toList();
    }

    /** Until it has failed so often, time flies. */
    private void failTimes(int times) {
        asTimeFlies(ANY_HOLD, () -> {
            assertThat(failures.get()).isGreaterThanOrEqualTo(times);
        });
    }

    private int failuresOnceAllAreDone() {
        int before;
        do {
            before = failures.get();
            afterPolls(5);
        } while (failures.get() > before);
        return before;
    }

    @Test
    void byDefaultARunWaitsAtARowThatFailsAndOthersFlow() throws Exception {
        wandb.run("team/vision/bad").logs(0, 10);
        wandb.run("team/vision/good").logs(0, 10);
        follow("following", "wandb:team/vision", exchange -> {
            received.process(exchange);
            if (exchange.getMessage().getHeader(WandbConstants.RUN_ID).equals("bad")) {
                poisonedBy(4L).process(exchange);
            }
        });

        failTimes(10);

        eventually(() -> assertThat(received.stepsOf("good")).isEqualTo(steps(0, 10)));
        assertThat(passed).isEqualTo(steps(0, 4));
        assertThat(events).isEmpty();
    }

    @Test
    void theTimeBetweenAttemptsGrowsToSomeMinutes() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        follow("following", "wandb:team/vision", poisonedBy(4L));
        failTimes(16);
        int before = failuresOnceAllAreDone();

        clock.advance(Duration.ofMinutes(4));
        afterPolls(5);
        assertThat(failures.get()).isEqualTo(before);
        clock.advance(Duration.ofMinutes(2));
        eventually(() -> assertThat(failures.get()).isEqualTo(before + 1));
    }

    @Test
    void aRowThatHasPassedMakesTheNextFailureAFirstOne() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        AtomicBoolean mended = new AtomicBoolean();
        follow("following", "wandb:team/vision", exchange -> {
            if (!mended.get()) {
                poisonedBy(4L).process(exchange);
            } else {
                poisonedBy(6L).process(exchange);
            }
        });
        failTimes(16);

        mended.set(true);
        asTimeFlies(ANY_HOLD, () -> {
            assertThat(passed).contains(5L);
        });
        int before = failures.get();

        eventually(() -> assertThat(failures.get()).isGreaterThan(before + 2)); // after milliseconds, not minutes
        assertThat(passed).isEqualTo(steps(0, 6));
    }

    @Test
    void withSkipOnlyTheRowIsPassedOverAndAnEventSaysSo() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);

        follow("following", "wandb:team/vision?" + SKIP, poisonedBy(4L));

        eventually(() -> assertThat(passed).isEqualTo(without(steps(0, 10), 4L)));
        assertThat(failures).hasValue(2);
        assertThat(skipped()).hasSize(1);
        assertThat(skipped().get(0)).startsWith("team/vision/r1: ").contains("step 4", "2 times");
    }

    @Test
    void aRowThatWasPassedOverStaysSoAfterARestart() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("following", "wandb:team/vision?offsetRepository=#offsets&" + SKIP, poisonedBy(9L));
        eventually(() -> assertThat(skipped()).hasSize(1));

        stop("following");
        context.getRouteController().startRoute("following");

        afterPolls(5);
        assertThat(failures).hasValue(2);
        assertThat(passed).isEqualTo(steps(0, 9));
    }

    @Test
    void aRowThatPassesBeforeItsLastAttemptIsNotPassedOver() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        AtomicBoolean once = new AtomicBoolean(true);

        follow("following", "wandb:team/vision?" + SKIP, exchange -> {
            if (stepsIn(exchange).contains(4L) && once.getAndSet(false)) {
                throw new IllegalStateException("simulated");
            }
            passed.addAll(stepsIn(exchange));
        });

        eventually(() -> assertThat(passed).isEqualTo(steps(0, 10)));
        assertThat(events).isEmpty();
    }

    @Test
    void ofABatchThatFailsOnlyTheRowAtFaultIsPassedOver() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);

        follow("following", "wandb:team/vision?rowsPerExchange=5&" + SKIP, poisonedBy(7L));

        eventually(() -> assertThat(passed).isEqualTo(without(steps(0, 20), 7L)));
        assertThat(skipped()).singleElement().asString().contains("step 7");
    }

    @Test
    void twoRowsAtFaultInOneBatchArePassedOver() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);

        follow("following", "wandb:team/vision?rowsPerExchange=10&" + SKIP, poisonedBy(3L, 6L));

        eventually(() -> assertThat(passed).isEqualTo(without(steps(0, 20), 3L, 6L)));
        assertThat(skipped()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&rowsPerExchange=3"})
    void withSeveralInFlightNothingButTheRowsAtFaultIsMissing(String batches) throws Exception {
        wandb.run("team/vision/r1").logs(0, 30);
        Processor sink = poisonedBy(4L, 5L, 20L);

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=4&" + SKIP + batches))
                        .to("seda:sink?waitForTaskToComplete=Never");
                from("seda:sink?concurrentConsumers=4").process(sink);
            }
        });

        eventually(() -> assertThat(passed).containsAll(without(steps(0, 30), 4L, 5L, 20L)));
        eventually(() -> assertThat(skipped()).hasSize(3));
        assertThat(passed).doesNotContain(4L, 5L, 20L);
    }

    @Test
    void anExchangeMarkedRollbackOnlyCountsAsAnAttempt() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?" + SKIP))
                        .filter(exchange -> stepsIn(exchange).contains(4L))
                        .process(exchange -> failures.incrementAndGet())
                        .rollback()
                        .end()
                        .process(exchange -> passed.addAll(stepsIn(exchange)));
            }
        });

        eventually(() -> assertThat(passed).isEqualTo(without(steps(0, 10), 4L)));
        assertThat(failures).hasValue(2);
        assertThat(skipped()).hasSize(1);
    }

    @Test
    void aFailureThatTheRouteHandlesIsDone() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        List<Long> letters = new CopyOnWriteArrayList<>();

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class)
                        .handled(true)
                        .process(exchange -> letters.addAll(stepsIn(exchange)));
                from(quickly("wandb:team/vision?" + SKIP)).process(poisonedBy(4L));
            }
        });

        eventually(() -> assertThat(passed).isEqualTo(without(steps(0, 10), 4L)));
        assertThat(letters).containsExactly(4L);
        assertThat(events).isEmpty();
    }

    @Test
    void redeliveriesOfTheRouteAreOneAttempt() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from(quickly("wandb:team/vision?" + SKIP)).process(poisonedBy(4L));
            }
        });

        eventually(() -> assertThat(passed).isEqualTo(without(steps(0, 10), 4L)));
        assertThat(failures).hasValue(2 * 3);
        assertThat(skipped()).hasSize(1);
    }

    @Test
    void ofTwoRowsOfOneStepOnlyTheOneAtFaultIsPassedOver() throws Exception {
        wandb.run("team/vision/r1")
                .logs(0, 3)
                .logJson("{\"_step\":3,\"_timestamp\":1764000000.1,\"part\":\"good\"}")
                .logJson("{\"_step\":3,\"_timestamp\":1764000000.2,\"part\":\"bad\"}")
                .logs(4, 6);
        List<Object> parts = new CopyOnWriteArrayList<>();

        follow("following", "wandb:team/vision?" + SKIP, exchange -> {
            HistoryRow row = exchange.getMessage().getBody(HistoryRow.class);
            if ("bad".equals(row.get("part"))) {
                failures.incrementAndGet();
                throw new IllegalStateException("simulated");
            }
            parts.add(row.containsKey("part") ? row.get("part") : row.step());
        });

        eventually(() -> assertThat(parts).endsWith(4L, 5L));
        assertThat(failures).hasValue(2);
        assertThat(skipped()).singleElement().asString().contains("step 3");
        assertThat(parts).containsSequence(0L, 1L, 2L, "good").contains("good");
        assertThat(new ArrayList<>(parts).stream().filter("good"::equals))
                .as("a position moves a whole step at a time")
                .hasSizeBetween(1, 3);
    }

    @Test
    void ofManyRowsOfOneStepEachThatIsAtFaultFailsNoMoreOftenThanOneAlone() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        for (int i = 0; i < 8; i++) {
            run.log(3, Map.of("part", i % 4 == 3 ? "good" : "bad"));
        }
        run.logs(4, 6);
        follow("following", "wandb:team/vision?" + SKIP, exchange -> {
            if ("bad".equals(exchange.getMessage().getBody(HistoryRow.class).get("part"))) {
                failures.incrementAndGet();
                throw new IllegalStateException("simulated");
            }
            passed.addAll(stepsIn(exchange));
        });

        asTimeFlies(ANY_HOLD, () -> assertThat(passed).endsWith(3L, 4L, 5L));

        assertThat(failures).hasValue(2 * 6);
        assertThat(skipped()).hasSize(6);
    }

    @Test
    void aLongHistoryOfRowsAtFaultIsPassedOverRowByRow() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        Long[] all = IntStream.range(0, 10).mapToObj(Long::valueOf).toArray(Long[]::new);

        follow("following", "wandb:team/vision?" + SKIP, poisonedBy(all));

        asTimeFlies(ANY_HOLD, () -> {
            assertThat(passed).isEqualTo(steps(10, 20));
        });
        assertThat(skipped()).hasSize(10);
        assertThat(failures).hasValue(20);
    }

    @Test
    void aRowThatAppearsInThePlaceOfOneThatFailedIsNotPassedOver() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).hideSteps(5, 6);
        AtomicInteger failures = new AtomicInteger();
        follow("following", "wandb:team/vision?onRowFailure=skip&rowFailureAttempts=2", exchange -> {
            if (exchange.getMessage().getHeader(WandbConstants.STEP, Long.class) == 6) {
                failures.incrementAndGet();
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        asTimeFlies(Duration.ofSeconds(1), () -> assertThat(failures).hasValueGreaterThanOrEqualTo(2));

        run.revealSteps();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).contains(5L, 9L));
        assertThat(received.stepsOf("r1")).doesNotContain(6L);
    }

    @Test
    void aRowIsPassedOverAlsoWhereWhoeverIsToldOfItFails() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof WandbRunEvent) {
                    throw new AssertionError("simulated");
                }
            }
        });
        follow("following", "wandb:team/vision?" + SKIP, poisonedBy(4L));

        asTimeFlies(ANY_HOLD, () -> assertThat(passed).isEqualTo(without(steps(0, 10), 4L)));
    }

    /** The audit that finds them begins anew after each failure. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?rowsPerExchange=3", "?maxInFlightPerRun=3", "?onRowFailure=skip"})
    void lateRowsComeAlsoWhereTheRouteFailsAgainAndAgain(String options) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 60).hideSteps(5, 55);
        AtomicInteger exchanges = new AtomicInteger();
        follow("following", "wandb:team/vision" + options, exchange -> {
            if (exchanges.incrementAndGet() % 7 == 0) {
                throw new IllegalStateException("simulated");
            }
            passed.addAll(stepsIn(exchange));
        });
        eventually(() -> assertThat(passed).hasSizeGreaterThanOrEqualTo(10));

        run.revealSteps();

        asTimeFlies(ANY_HOLD, () -> assertThat(passed).containsAll(steps(0, 60)));
        afterPolls(3);
        assertThat(passed.size()).isLessThan(100);
        assertThat(skipped()).isEmpty();
    }

    /** The page before it has only the row that was delivered last. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&rowsPerExchange=3"})
    void aRowBehindManyStepsWithoutRowsIsPassedOver(String batches) throws Exception {
        wandb.run("team/vision/r1").logs(0, 5).logs(3_000_000, 3_000_003);
        follow("following", "wandb:team/vision?" + SKIP + batches, poisonedBy(3_000_000L));

        asTimeFlies(ANY_HOLD, () -> assertThat(passed).contains(3_000_001L, 3_000_002L));

        assertThat(passed).containsAll(steps(0, 5)).doesNotContain(3_000_000L);
        assertThat(skipped()).hasSize(1);
    }

    @Test
    void aLateRowThatHasPassedMakesTheNextFailureAFirstOne() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 60).hideSteps(5, 55);
        AtomicInteger exchanges = new AtomicInteger();
        follow("following", "wandb:team/vision", exchange -> {
            if (exchanges.incrementAndGet() % 3 == 0) {
                throw new IllegalStateException("simulated");
            }
            passed.addAll(stepsIn(exchange));
        });
        eventually(() -> assertThat(passed).hasSizeGreaterThanOrEqualTo(10));

        run.revealSteps();
        eventuallyAsTimePasses(() -> assertThat(passed).contains(5L));

        eventually(() -> assertThat(passed).containsAll(steps(0, 60)));
    }
}
