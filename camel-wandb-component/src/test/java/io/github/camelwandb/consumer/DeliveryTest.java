// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.simulator.Fault;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;

class DeliveryTest extends FollowingTestSupport {

    private static long step(Exchange exchange) {
        return exchange.getMessage().getHeader(WandbConstants.STEP, Long.class);
    }

    private static String runId(Exchange exchange) {
        return exchange.getMessage().getHeader(WandbConstants.RUN_ID, String.class);
    }

    @Test
    void aRunWaitsAtARowThatFailedWhileOthersFlowAndThenGoesOnFromThere() throws Exception {
        wandb.run("team/vision/bad").logs(0, 10);
        wandb.run("team/vision/good").logs(0, 10);
        AtomicBoolean broken = new AtomicBoolean(true);
        follow("failing", "wandb:team/vision", exchange -> {
            if (broken.get() && runId(exchange).equals("bad") && step(exchange) == 4) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });

        eventually(() -> assertThat(received.stepsOf("good")).isEqualTo(steps(0, 10)));
        afterPolls(5);
        assertThat(received.stepsOf("bad")).isEqualTo(steps(0, 4));
        broken.set(false);

        eventually(() -> assertThat(received.stepsOf("bad")).isEqualTo(steps(0, 10)));
    }

    @Test
    void anExchangeMarkedRollbackOnlyIsAFailure() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        AtomicInteger rollbacks = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision"))
                        .choice()
                        .when(exchange -> step(exchange) == 1 && rollbacks.getAndIncrement() < 2)
                        .markRollbackOnly()
                        .otherwise()
                        .process(received);
            }
        });

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        assertThat(rollbacks.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aRowCompletesWhereTheRouteEndsAlsoOnAnotherThread() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        StateRepository<String, String> offsets = new MemoryStateRepository();
        context.getRegistry().bind("offsets", offsets);
        Semaphore mayEnd = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?offsetRepository=#offsets"))
                        .process(received)
                        .to("seda:slow?waitForTaskToComplete=Never");
                from("seda:slow").process(exchange -> mayEnd.acquire());
            }
        });

        eventually(() -> assertThat(received.count()).isEqualTo(1));
        afterPolls(3);
        assertThat(received.count())
                .as("the second row waits for the first to complete")
                .isEqualTo(1);
        mayEnd.release(3);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void aRowThatAFullQueueRefusesComesAgain() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        Semaphore mayEnd = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=5")).to("seda:small?size=1");
                from("seda:small?size=1").process(exchange -> {
                    mayEnd.acquire();
                    received.process(exchange);
                });
            }
        });
        afterPolls(5);

        mayEnd.release(1_000);

        eventually(() -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 20)));
    }

    @Test
    void aRowOnWhichARouteFailsAfterItWasPassedOnComesAgain() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        Semaphore mayEnd = new Semaphore(0);
        AtomicInteger failures = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision")).to("seda:other").process(exchange -> {
                    if (failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("the sink is down");
                    }
                    received.process(exchange);
                });
                from("seda:other").process(exchange -> mayEnd.acquire());
            }
        });
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(0L)); // once more, while its copy waits

        mayEnd.release(1_000);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void asManyExchangesAsAllowedAreInFlightAtOnce() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        CountDownLatch fiveAtOnce = new CountDownLatch(5);
        Semaphore mayEnd = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=5")).to("seda:sink?waitForTaskToComplete=Never");
                from("seda:sink?concurrentConsumers=10").process(exchange -> {
                    fiveAtOnce.countDown();
                    mayEnd.acquire();
                    received.process(exchange);
                });
            }
        });

        eventually(() -> assertThat(fiveAtOnce.getCount()).isZero());
        afterPolls(3);
        assertThat(mayEnd.getQueueLength()).isEqualTo(5);
        mayEnd.release(20);
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 20)));
    }

    @Test
    void aRowThatDoesNotEndIsNotOvertakenByMoreThanAKillMayRepeat() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        Semaphore mayEnd = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=3")).to("seda:sink?waitForTaskToComplete=Never");
                from("seda:sink?concurrentConsumers=3").process(exchange -> {
                    if (step(exchange) == 0) {
                        mayEnd.acquire();
                    }
                    received.process(exchange);
                });
            }
        });

        eventually(() -> assertThat(received.count()).isEqualTo(2));
        afterPolls(5);
        assertThat(received.stepsOf("r1")).containsExactlyInAnyOrder(1L, 2L);
        mayEnd.release();
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 20)));
    }

    @Test
    void afterAFailureAmongSeveralInFlightEverythingFromItOnComesAgainInOrder() throws Exception {
        wandb.run("team/vision/r1").logs(0, 8);
        Set<Long> failed = ConcurrentHashMap.newKeySet();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=4")).to("seda:sink?waitForTaskToComplete=Never");
                from("seda:sink").process(exchange -> {
                    if (step(exchange) == 2 && failed.add(2L)) {
                        throw new IllegalStateException("once");
                    }
                    received.process(exchange);
                });
            }
        });

        eventually(() -> assertThat(received.stepsOf("r1")).contains(7L));
        assertThat(received.stepsOf("r1")).startsWith(0L, 1L).endsWith(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(received.count()).as("at most those in flight are repeated").isLessThanOrEqualTo(8 + 3);
    }

    @Test
    void aRestartGoesOnBehindTheLastCompletedRow() throws Exception {
        var run = wandb.run("team/vision/r1").logs(0, 10);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        String uri = "wandb:team/vision?offsetRepository=#offsets";
        follow(uri);
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        stop("following");
        run.logs(10, 15);

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 15)));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(15);
    }

    @Test
    void aStopWhileRowsFlowLosesNoneAndRepeatsNone() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3000);
        wandb.run("team/vision/r2").logs(0, 3000);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("wandb:team/vision?offsetRepository=#offsets");

        for (int restart = 1; restart <= 4; restart++) {
            int atLeast = restart * 500;
            eventually(() -> assertThat(received.count()).isGreaterThan(atLeast));
            stop("following");
            context.getRouteController().startRoute("following");
        }

        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(6000));
        afterPolls(3);
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3000));
        assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 3000));
    }

    @Test
    void aRouteThatIsSuspendedAndResumedDeliversEachRowOnce() throws Exception {
        wandb.run("team/vision/r1").logs(0, 2000);
        follow("wandb:team/vision");

        for (int pause = 1; pause <= 3; pause++) {
            int atLeast = pause * 300;
            eventually(() -> assertThat(received.count()).isGreaterThan(atLeast));
            context.getRouteController().suspendRoute("following");
            context.getRouteController().resumeRoute("following");
        }

        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(2000));
        afterPolls(3);
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 2000));
    }

    @Test
    void anOffsetEntryThatCannotBeReadHoldsItsRunAndNoOther() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/vision/r2").logs(0, 3);
        MemoryStateRepository offsets = new MemoryStateRepository() {
            @Override
            public String getState(String key) {
                return key.endsWith("|r1") ? "torn" : super.getState(key);
            }
        };
        context.getRegistry().bind("offsets", offsets);

        follow("wandb:team/vision?offsetRepository=#offsets");

        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 3)));
        afterPolls(3);
        assertThat(received.stepsOf("r1")).isEmpty();
    }

    @Test
    void aRunWhoseHistoryTheServerCannotAnswerDoesNotStallOthers() throws Exception {
        wandb.run("team/vision/bad").logs(0, 3);
        wandb.run("team/vision/good").logs(0, 3);
        wandb.simulator().faults().add(Fault.status(502).on("history").forRun("bad"));

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.stepsOf("good")).isEqualTo(steps(0, 3)));
        wandb.simulator().faults().clear();
        eventually(() -> assertThat(received.stepsOf("bad")).isEqualTo(steps(0, 3)));
    }
}
