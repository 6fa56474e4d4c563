// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trouble of one run is its own. */
class IsolationTest extends FollowingTestSupport {

    @Test
    void aRunOutlivesAnErrorOfTheRepository() throws Exception {
        wandb.run("team/vision/r1").logs(0, 5);
        AtomicBoolean once = new AtomicBoolean(true);
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                if (key.endsWith("|r1") && once.getAndSet(false)) {
                    throw new NoClassDefFoundError("simulated");
                }
                super.setState(key, value);
            }
        });

        follow("wandb:team/vision?offsetRepository=#offsets");

        eventually(() -> assertThat(received.stepsOf("r1")).contains(4L));
    }

    @Test
    void whatBecameOfARunIsToldAfterAnErrorOfTheRepository() throws Exception {
        wandb.run("team/vision/r1").finished();
        AtomicBoolean once = new AtomicBoolean(true);
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public String getState(String key) {
                if (key.endsWith("|r1") && once.getAndSet(false)) {
                    throw new NoClassDefFoundError("simulated");
                }
                return super.getState(key);
            }
        });

        follow("wandb:team/vision?stream=runs&offsetRepository=#offsets");

        eventually(() -> assertThat(received.count()).isEqualTo(2));
    }

    @Test
    void aRepositoryThatFailsForOneRunHoldsItAndNoOther() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/vision/r2").logs(0, 3);
        AtomicBoolean broken = new AtomicBoolean(true);
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public String getState(String key) {
                if (key.endsWith("|r1") && broken.get()) {
                    throw new IllegalStateException("simulated");
                }
                return super.getState(key);
            }
        });

        follow("wandb:team/vision?offsetRepository=#offsets");

        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 3)));
        assertThat(received.stepsOf("r1")).isEmpty();
        broken.set(false);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void aDeletedRunIsDeliveredAsFarAsItWasReadAndThenMakesRoom() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100);
        follow("wandb:team/vision?maxConcurrentRuns=1&maxMessagesPerPoll=5");
        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(5));

        run.delete();
        wandb.run("team/vision/r2").logs(0, 5);

        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 5)));
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 100));
    }

    @Test
    void manyRunsWithASlowRouteDoNotHoldUpThePoll() throws Exception {
        for (int i = 0; i < 1100; i++) {
            wandb.run("team/vision/r" + i).finished();
        }
        Semaphore mayEnd = new Semaphore(0);
        follow("slow", "wandb:team/vision?stream=runs&maxConcurrentRuns=1", exchange -> {
            mayEnd.acquire();
            received.process(exchange);
        });
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());

        afterPolls(30);
        assertThat(mayEnd.getQueueLength()).isEqualTo(1);
        mayEnd.release(1_000_000);

        eventually(() -> assertThat(received.count()).isEqualTo(2 * 1100));
    }

    @Test
    void theLastLookAtARunThatHasEndedDoesNotWaitForRunsThatAreRead() throws Exception {
        SimulatedRun ended = wandb.run("team/vision/ended").logs(0, 5);
        Semaphore mayEnd = new Semaphore(5);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxConcurrentRuns=1")).to("seda:slow");
                from("seda:slow").process(exchange -> mayEnd.acquire()).process(received);
            }
        });
        eventually(() -> assertThat(received.count()).isEqualTo(5));
        ended.finished();
        afterPolls(5);
        wandb.run("team/vision/slow").logs(0, 5);
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());
        int reads = wandb.simulator().requests("history").size();

        clock.advance(Duration.ofSeconds(31));

        eventually(() -> assertThat(wandb.simulator().requests("history")).hasSizeGreaterThan(reads));
        mayEnd.release(5);
        eventually(() -> assertThat(received.stepsOf("slow")).isEqualTo(steps(0, 5)));
    }

    @Test
    void aRunWhoseLastStepTheServerCannotAnswerDoesNotKeepOthersFromStarting() throws Exception {
        SimulatedRun bad = wandb.run("team/vision/bad").logs(0, 10);
        SimulatedRun good = wandb.run("team/vision/good").logs(0, 10);
        wandb.simulator().faults().add(Fault.status(502).on("historyKeys").forRun("bad"));
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(2);

        good.logs(10, 13);
        eventually(() -> assertThat(received.stepsOf("good")).isEqualTo(steps(10, 13)));
        wandb.simulator().faults().clear();
        // a marker row shows when the start of the run is known
        eventually(() -> {
            bad.logs(bad.rows().size(), bad.rows().size() + 1);
            assertThat(received.stepsOf("bad")).isNotEmpty();
        });

        assertThat(received.stepsOf("bad")).allMatch(step -> step >= 10);
    }

    @Test
    void theErrorOfARunReachesTheExceptionHandlerAsRoutesKnowIt() throws Exception {
        wandb.run("team/vision/bad").logs(0, 3);
        List<Throwable> errors = errors();
        wandb.simulator().faults().add(Fault.status(502).on("history").forRun("bad"));

        follow("wandb:team/vision?exceptionHandler=#errors");

        eventually(() -> assertThat(errors).isNotEmpty());
        assertThat(errors.get(0)).isInstanceOf(WandbRouteException.class);
    }

    @Test
    void aMessageThatCannotBeFilledIsAFailureOfItsRunOnly() throws Exception {
        Endpoint endpoint = context.getEndpoint("direct:unused");
        DefaultConsumer consumer = new DefaultConsumer(endpoint, received);
        List<Boolean> outcomes = new CopyOnWriteArrayList<>();
        Delivery delivery = new Delivery(consumer, consumer.getAsyncProcessor(), () -> false, new PollBudget(0));

        assertThat(delivery.reserve()).isTrue();
        delivery.send(
                message -> {
                    throw new IllegalStateException("simulated");
                },
                outcomes::add);

        assertThat(outcomes).containsExactly(false);
        assertThat(delivery.inFlight()).isZero();
    }

    @Test
    void aClockThatIsSetBackKeepsNoRunHeld() throws Exception {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        AtomicInteger failures = new AtomicInteger();
        wandb.run("team/vision/r1").logs(0, 5);
        follow("following", "wandb:team/vision", exchange -> {
            if (isBroken.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        asTimeFlies(
                Duration.ofMinutes(1),
                () -> assertThat(failures).hasValueGreaterThan(9)); // so long does it wait by now

        clock.advance(Duration.ofDays(-1));
        isBroken.set(false);

        asTimeFlies(Duration.ofSeconds(30), () -> assertThat(received.count()).isEqualTo(5));
    }

    /** While a sink is down each run is tried again, and most have grown meanwhile. */
    @Test
    void ofARunWhoseRowsTheRouteRefusesEachTryReadsOnePage() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3_000);
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean isBroken = new AtomicBoolean(true);
        follow("following", "wandb:team/vision", exchange -> {
            if (isBroken.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        asTimeFlies(Duration.ofMinutes(6), () -> assertThat(failures).hasValueGreaterThan(9));
        int before = failures.get() + 7; // a try that is under way, and what was read ahead at first
        assertThat(wandb.simulator().requests("history")).hasSizeLessThan(before);

        isBroken.set(false);

        asTimeFlies(
                Duration.ofMinutes(6), () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3_000)));
    }

    @Test
    void aRunGoesOnAndGivesItsPlaceToOthersWhereTheExceptionHandlerFails() throws Exception {
        wandb.run("team/vision/r1").console("a line");
        wandb.run("team/vision/r2").console("a line");
        wandb.simulator().faults().add(Fault.status(500).on("logLines").times(2));
        context.getRegistry().bind("errors", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                throw new IllegalStateException("simulated");
            }

            @Override
            public void handleException(String message, Throwable exception) {
                throw new IllegalStateException("simulated");
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                throw new IllegalStateException("simulated");
            }
        });

        follow("wandb:team/vision?stream=logs&maxConcurrentRuns=1&exceptionHandler=#errors");

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(2));
    }

    /** Camel lets through what an asynchronous processor throws, and calls nobody back then. */
    @ParameterizedTest
    @ValueSource(strings = {"history", "logs"})
    void anErrorOfAnAsynchronousProcessorIsAFailureOfOneMessageOnly(String stream) throws Exception {
        wandb.run("team/vision/r1").logs(0, 3).console("0", "1", "2");
        AtomicInteger messages = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?stream=" + stream))
                        .routeId("following")
                        .process(new AsyncProcessorSupport() {
                            @Override
                            public boolean process(Exchange exchange, AsyncCallback callback) {
                                if (messages.getAndIncrement() == 1) {
                                    throw new NoClassDefFoundError("simulated");
                                }
                                received.process(exchange);
                                callback.done(true);
                                return true;
                            }
                        });
            }
        });

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(3));
        assertThat(context.getInflightRepository().size("following")).isZero(); // a stop would wait for it
    }
}
