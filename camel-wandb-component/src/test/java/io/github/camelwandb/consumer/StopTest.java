// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.offset.OffsetStoreException;
import io.github.camelwandb.simulator.Fault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;

class StopTest extends FollowingTestSupport {

    private final AtomicBoolean forced = new AtomicBoolean();
    private final List<ThreadPoolExecutor> pools = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.setShutdownStrategy(new DefaultShutdownStrategy(camel) {
            @Override
            public boolean isForceShutdown() {
                return forced.get() || super.isForceShutdown();
            }
        });
        camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onThreadPoolAdd(
                    CamelContext context,
                    ThreadPoolExecutor pool,
                    String id,
                    String sourceId,
                    String routeId,
                    String profileId) {
                if (id.startsWith("WandbConsumer")) {
                    pools.add(pool);
                }
            }
        });
        return camel;
    }

    @Test
    void readinessIsDownWhereSomebodyElseHasEndedTheThreadsOfTheConsumer() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(health.resolveById("consumers"));
        follow("wandb:team/vision?maxConcurrentRuns=7");
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        pools.stream().filter(pool -> pool.getCorePoolSize() == 7).forEach(ThreadPoolExecutor::shutdownNow);

        eventually(() -> assertThat(HealthCheckHelper.invokeReadiness(context))
                .anySatisfy(result -> assertThat(result.getMessage())
                        .hasValueSatisfying(message -> assertThat(message).contains("restart the route"))));
        stop("following");
        context.getRouteController().startRoute("following");
        wandb.run("team/vision/r2").logs(0, 1);
        eventually(() -> assertThat(received.stepsOf("r2")).containsExactly(0L));
    }

    @Test
    void aRunGoesOnAfterCamelTookNoExchangesForAWhile() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        forced.set(true);
        follow("wandb:team/vision");
        afterPolls(3);
        assertThat(received.count()).isZero();

        forced.set(false);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void whatHasCompletedWhenTheConsumerStopsIsStoredHoweverMuchItIs() throws Exception {
        wandb.run("team/vision/r1").logs(0, 100);
        Semaphore mayStore = new Semaphore(Integer.MAX_VALUE);
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                mayStore.acquireUninterruptibly();
                super.setState(key, value);
            }
        });
        Semaphore mayEnd = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=100&offsetRepository=#offsets"))
                        .routeId("following")
                        .process(received)
                        .to("seda:slow?waitForTaskToComplete=Never");
                from("seda:slow").process(exchange -> mayEnd.acquire());
            }
        });
        eventually(() -> assertThat(received.count()).isEqualTo(100));
        mayStore.drainPermits();
        mayEnd.release(100);
        eventually(() -> assertThat(mayStore.hasQueuedThreads()).isTrue());

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                stop("following");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        eventually(() -> assertThat(pools).isNotEmpty().allMatch(ExecutorService::isShutdown));
        mayStore.release(Integer.MAX_VALUE / 2);
        stopped.join();
        context.getRouteController().startRoute("following");

        afterPolls(3);
        assertThat(received.count()).isEqualTo(100);
    }

    @Test
    void aStopWhileTheServerIsAskedForTheRunsIsNoError() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        List<Throwable> errors = errors();
        follow("wandb:team/vision?exceptionHandler=#errors");
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        wandb.simulator().faults().add(Fault.hang().on("runs"));
        afterPolls(1);

        stop("following");
        wandb.simulator().faults().clear();
        context.getRouteController().startRoute("following");

        afterPolls(3);
        assertThat(errors).isEmpty();
    }

    @Test
    void aStopTakesTheStoreFromAPollWithoutAnError() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        List<Throwable> errors = errors();
        AtomicReference<Thread> poll = new AtomicReference<>();
        Semaphore mayFail = new Semaphore(0);
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public String getState(String key) {
                if (key.endsWith("|r1") && poll.compareAndSet(null, Thread.currentThread())) {
                    mayFail.acquireUninterruptibly();
                    throw new OffsetStoreException("closed");
                }
                return super.getState(key);
            }
        });
        follow("wandb:team/vision?exceptionHandler=#errors&offsetRepository=#offsets");
        eventually(() -> assertThat(poll.get()).isNotNull());

        stop("following");
        context.getRouteController().startRoute("following");
        mayFail.release();

        eventually(() -> assertThat(poll.get().isAlive()).isFalse());
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        assertThat(errors).isEmpty();
    }

    @Test
    void aStartThatIsRefusedLeavesNoThreadsBehind() {
        wandb.run("team/vision/r1");

        assertThatThrownBy(() -> follow("unread", "wandb:team/vision?startFrom=soon", received))
                .hasStackTraceContaining("startFrom=soon");
        assertThatThrownBy(() -> follow("none", "wandb:team/vision?maxConcurrentRuns=0", received))
                .hasStackTraceContaining("maxConcurrentRuns=0 must be 1 or more");
        assertThatThrownBy(() -> follow("refused", "wandb:team/nowhere", received))
                .hasRootCauseInstanceOf(WandbNotFoundException.class);

        assertThat(pools).allMatch(ExecutorService::isShutdown);
    }

    @Test
    void nothingIsHandedOverOnceAStopHasSeenNothingInFlight() {
        DefaultConsumer consumer = new DefaultConsumer(context.getEndpoint("direct:unused"), received);
        AtomicBoolean paused = new AtomicBoolean();
        Delivery delivery = new Delivery(consumer, consumer.getAsyncProcessor(), paused::get, new PollBudget(0));

        assertThat(delivery.reserve()).isTrue();
        assertThat(delivery.inFlight()).isEqualTo(1);
        paused.set(true);
        delivery.giveBack();

        assertThat(delivery.reserve()).isFalse();
        assertThat(delivery.inFlight()).isZero();
    }

    @Test
    void aSchedulerThatFailsAtTheStopLeavesNoThreadsBehind() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        context.getRegistry().bind("failing", new DefaultScheduledPollConsumerScheduler() {
            @Override
            public void unscheduleTask() {
                throw new IllegalStateException("the scheduler is shut down");
            }
        });
        follow("wandb:team/vision?scheduler=#failing");
        eventually(() -> assertThat(received.count()).isEqualTo(3));

        WandbConsumer consumer = WandbConsumer.of(context).findFirst().orElseThrow();
        assertThatThrownBy(consumer::stop).hasMessageContaining("the scheduler is shut down");

        assertThat(pools).hasSize(3).filteredOn(pool -> !pool.isShutdown()).hasSize(1); // that of the scheduler
    }
}
