// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.camel.Consumer;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Camel's options of polling consumers mean for a consumer whose exchanges are not the poll's. */
class PollingTest extends FollowingTestSupport {

    /** More polls than the patience of any test. */
    private static final String FOR_EVER = "backoffMultiplier=1000000";

    /** How many messages each poll said it had, and what polls failed with. */
    private static final class Polls implements PollingConsumerPollStrategy {
        private final List<Integer> counts = new CopyOnWriteArrayList<>();
        private final List<Exception> failures = new CopyOnWriteArrayList<>();

        @Override
        public boolean begin(Consumer consumer, Endpoint endpoint) {
            return true;
        }

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
            counts.add(polledMessages);
        }

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
            failures.add(cause);
            return false;
        }
    }

    private final Polls polls = new Polls();
    private final Semaphore mayEnd = new Semaphore(0);

    @BeforeEach
    void bind() {
        context.getRegistry().bind("polls", polls);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
    }

    /** A route whose rows pass when they may. */
    private void followSlowly(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly(uri)).routeId("following").to("seda:slow?waitForTaskToComplete=Never");
                from("seda:slow?concurrentConsumers=10").process(exchange -> {
                    mayEnd.acquire();
                    received.process(exchange);
                });
            }
        });
    }

    private static CompletableFuture<Void> async(AutoCloseable action) {
        return CompletableFuture.runAsync(() -> {
            try {
                action.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void withBridgeErrorHandlerAFailureToListIsAnExchangeOfTheRoute() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        List<Exception> caught = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(WandbException.class)
                        .handled(true)
                        .process(exchange ->
                                caught.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("wandb:team/vision?delay=20&bridgeErrorHandler=true").process(received);
            }
        });
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        wandb.simulator().faults().add(Fault.status(503).on("runs"));
        eventually(() -> assertThat(caught).isNotEmpty());
        run.logs(3, 5);
        wandb.simulator().faults().clear();

        assertThat(caught.get(0)).isInstanceOf(WandbRouteException.class).hasMessageContaining("503");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5)));
    }

    @Test
    void withBridgeErrorHandlerTheFailureOfARunIsAnExchangeOfTheRouteAndHoldsTheRun() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        List<Exception> caught = new CopyOnWriteArrayList<>();
        wandb.simulator().faults().add(Fault.status(502).on("history"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(WandbException.class)
                        .handled(true)
                        .process(exchange ->
                                caught.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("wandb:team/vision?delay=20&bridgeErrorHandler=true").process(received);
            }
        });

        eventually(() -> assertThat(caught).isNotEmpty());
        assertThat(caught.get(0)).isInstanceOf(WandbRouteException.class).hasMessageContaining("502");
        WandbConsumer consumer = WandbConsumer.of(context).findFirst().orElseThrow();
        eventually(() -> assertThat(consumer.following().held()).hasSize(1)); // it is reported first
        wandb.simulator().faults().clear();
        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void aPollStrategySeesWhatPollsFailWith() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision?pollStrategy=#polls");
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        assertThat(polls.failures).isEmpty();

        wandb.simulator().faults().add(Fault.status(503).on("runs"));

        eventually(() -> assertThat(polls.failures).isNotEmpty());
        assertThat(polls.failures.get(0)).hasCauseInstanceOf(WandbUnavailableException.class);
    }

    @Test
    void theErrorOfARunIsNoFailureOfThePoll() throws Exception {
        wandb.run("team/vision/bad").logs(0, 3);
        wandb.simulator().faults().add(Fault.status(502).on("history"));
        List<Throwable> errors = errors();

        follow("wandb:team/vision?pollStrategy=#polls&exceptionHandler=#errors");

        eventually(() -> assertThat(errors).isNotEmpty());
        afterPolls(3);
        assertThat(polls.failures).isEmpty();
    }

    @Test
    void aRateLimitIsNoFailureOfThePoll() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision?pollStrategy=#polls");
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        wandb.simulator()
                .faults()
                .add(Fault.rateLimited(Duration.ofSeconds(1)).on("runs").times(2));
        run.logs(3, 5);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5)));
        assertThat(polls.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "logs"})
    void aRateLimitThatARunMeetsIsNoError(String stream) throws Exception {
        wandb.run("team/vision/r1").logs(0, 3).console("a", "b", "c");
        List<Throwable> errors = errors();
        String operation = stream.equals("history") ? "history" : "RunLogPage";
        wandb.simulator()
                .faults()
                .add(Fault.rateLimited(Duration.ofMillis(1)).on(operation).times(12));

        follow("wandb:team/vision?stream=" + stream + "&exceptionHandler=#errors");

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(3));
        assertThat(errors).isEmpty();
    }

    @Test
    void greedyPollsAgainAtOnceWhileThereIsMore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 300);

        // the second poll finds the first one's rows on their way, a third would be due in an hour
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:team/vision?greedy=true&maxMessagesPerPoll=1&delay=3600000")
                        .process(received);
            }
        });

        eventually(() ->
                assertThat(received.stepsOf("r1")).isEqualTo(steps(0, run.rows().size())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&maxMessagesPerPoll=1", "&maxMessagesPerPoll=10"})
    void greedyDoesNotAskAgainWhileASlowSinkHasWhatThePollGave(String budget) throws Exception {
        wandb.run("team/vision/r1").logs(0, 300);
        CountDownLatch sink = new CountDownLatch(1);

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:team/vision?greedy=true&initialDelay=0&delay=3600000" + budget)
                        .process(exchange -> sink.await())
                        .process(received);
            }
        });

        eventually(() -> assertThat(following().inFlight()).isEqualTo(1));
        await().during(Duration.ofMillis(500)).until(() -> listings() == 1);
        sink.countDown();
    }

    private Following following() {
        return WandbConsumer.of(context).findFirst().orElseThrow().following();
    }

    @Test
    void aGreedyPollThatWaitsIsEndedByASuspension() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:team/vision?greedy=true&initialDelay=0&delay=3600000&pollStrategy=#polls")
                        .routeId("following")
                        .process(received);
            }
        });
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        context.getRouteController().suspendRoute("following");

        eventually(() -> assertThat(polls.counts).hasSize(2));
    }

    @Test
    void whileAnExchangeIsInFlightThePollIsNotIdle() throws Exception {
        wandb.run("team/vision/r1").logs(0, 1);
        followSlowly("wandb:team/vision?pollStrategy=#polls&backoffIdleThreshold=3&" + FOR_EVER);
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());

        afterPolls(8);
        assertThat(received.count()).isZero();
        mayEnd.release();

        eventually(() -> assertThat(lastCounts(3)).containsExactly(0, 0, 0));
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(20))
                .until(() -> lastCounts(4).stream().anyMatch(count -> count > 0));
    }

    private List<Integer> lastCounts(int n) {
        List<Integer> counts = List.copyOf(polls.counts);
        return counts.subList(Math.max(0, counts.size() - n), counts.size());
    }

    @Test
    void afterSomeFailuresPollsBackOff() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision?pollStrategy=#polls&backoffErrorThreshold=2&" + FOR_EVER);
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        wandb.simulator().faults().add(Fault.status(503).on("runs"));

        eventually(() -> assertThat(polls.failures).hasSize(2));
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(20)).until(() -> polls.failures.size() == 2);
    }

    @Test
    void aBackOffOfThePollDoesNotHoldUpRowsThatWereFound() throws Exception {
        wandb.run("team/vision/r1").logs(0, 500);
        followSlowly("wandb:team/vision?pollStrategy=#polls&backoffErrorThreshold=1&" + FOR_EVER);
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());
        wandb.simulator().faults().add(Fault.status(503).on("runs"));
        eventually(() -> assertThat(polls.failures).hasSize(1));

        mayEnd.release(500);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 500)));
        assertThat(polls.failures).hasSize(1);
    }

    @Test
    void aStopWaitsForWhatIsInFlightAndStoresItAndHandsOverNothingMore() throws Exception {
        wandb.run("team/vision/r1").logs(0, 30);
        followSlowly("wandb:team/vision?maxInFlightPerRun=5&offsetRepository=#offsets");
        eventually(() -> assertThat(mayEnd.getQueueLength()).isEqualTo(5));

        CompletableFuture<Void> stopped = async(() -> stop("following"));
        eventually(() -> assertThat(isEnding()).isTrue());
        mayEnd.release(1000);
        stopped.join();

        assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 5));
        context.getRouteController().startRoute("following");
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 30)));
    }

    @Test
    void aSuspendedRouteEndsWhatIsInFlightAndGoesOnThereWhenItIsResumed() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 30);
        followSlowly("wandb:team/vision?maxInFlightPerRun=5&offsetRepository=#offsets");
        eventually(() -> assertThat(mayEnd.getQueueLength()).isEqualTo(5));

        CompletableFuture<Void> suspended =
                async(() -> context.getRouteController().suspendRoute("following"));
        eventually(() -> assertThat(isEnding()).isTrue());
        mayEnd.release(1000);
        suspended.join();

        assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 5));
        run.logs(30, 40);
        context.getRouteController().resumeRoute("following");
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 40)));
    }

    /** Camel has told the consumer to end: from then on it hands over nothing. */
    private boolean isEnding() {
        WandbConsumer consumer = WandbConsumer.of(context).findFirst().orElseThrow();
        return consumer.isSuspendingOrSuspended() || consumer.isStoppingOrStopped();
    }

    @Test
    void rowsThatAreReceivedOneByOneComeOnceAndInOrder() throws Exception {
        wandb.run("team/vision/r1").logs(0, 5);
        for (int i = 0; i < 2; i++) {
            receive(2);
        }
        receive(1);

        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5));
    }

    /** As somebody who stops after so many. */
    private void receive(int rows) {
        try (ConsumerTemplate template = context.createConsumerTemplate()) {
            for (int i = 0; i < rows; i++) {
                Exchange exchange = template.receive(quickly("wandb:team/vision?offsetRepository=#offsets"), 20_000);
                received.process(exchange);
                template.doneUoW(exchange);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPollThatTheRateLimitKeepsFromListingSendsNoEmptyMessage() throws Exception {
        wandb.run("team/vision/r1");
        follow("wandb:team/vision?sendEmptyMessageWhenIdle=true");
        eventually(() -> assertThat(received.count()).isPositive());

        wandb.simulator().faults().add(Fault.status(429).on("runs"));
        afterPolls(1);
        int before = received.count();
        afterPolls(2);

        assertThat(received.count()).isEqualTo(before);
    }

    @Test
    void pollsGoOnAfterAnErrorOfTheExceptionHandler() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        context.getRegistry().bind("failing", new LoggingExceptionHandler(context, PollingTest.class) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                throw new NoClassDefFoundError("simulated");
            }
        });
        follow("wandb:team/vision?exceptionHandler=#failing");
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        wandb.simulator().faults().add(Fault.status(503).on("runs").times(2));

        afterPolls(4);
    }

    @Test
    void whoeverReceivesRowsOneByOneIsToldThatThereIsNoSuchProject() throws Exception {
        wandb.run("team/vision/r1");
        List<Throwable> errors = errors();

        try (ConsumerTemplate template = context.createConsumerTemplate()) {
            assertThat(template.receive(quickly("wandb:team/nowhere?exceptionHandler=#errors"), 50))
                    .isNull();
        }

        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).hasStackTraceContaining("Project team/nowhere does not exist");
    }

    @Test
    void aRowThatEnrichesAMessageComesAgainWhereThatFails() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:message")
                        .pollEnrich(quickly("wandb:team/vision?offsetRepository=#offsets"), 20_000)
                        .process(received)
                        .process(exchange -> {
                            if (received.count() == 2) {
                                throw new IllegalStateException("simulated");
                            }
                        });
            }
        });

        for (int i = 0; i < 4; i++) {
            template.send("direct:message", exchange -> {});
        }

        assertThat(received.stepsOf("r1")).containsExactly(0L, 1L, 1L, 2L);
    }
}
