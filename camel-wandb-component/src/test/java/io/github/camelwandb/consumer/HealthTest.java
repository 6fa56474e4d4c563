// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.offset.OffsetStore;
import io.github.camelwandb.offset.OffsetStoreException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check of a consumer's route. */
class HealthTest extends FollowingTestSupport {

    /** Keeps entries in memory, if it works. */
    private static final class BrittleStore implements OffsetStore {
        private final Map<String, String> entries = new ConcurrentHashMap<>();
        private final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public Set<String> commit(List<Change> changes) {
            if (broken.get()) {
                throw new OffsetStoreException("the disk is full");
            }
            changes.forEach(change -> setState(change.key(), change.next()));
            return Set.of();
        }

        @Override
        public void setState(String key, String value) {
            entries.compute(key, (same, before) -> value);
        }

        @Override
        public String getState(String key) {
            return entries.get(key);
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }

    @BeforeEach
    void register() {
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(health.resolveById("consumers"));
    }

    private HealthCheck.Result readiness() {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().equals("consumer:following"))
                .findFirst()
                .orElseThrow();
    }

    private void awaitState(HealthCheck.State state) {
        eventually(() -> assertThat(readiness().getState()).isEqualTo(state));
    }

    private static Processor failingFor(String prefix, Processor others) {
        return exchange -> {
            if (exchange.getMessage().getHeader("CamelWandbRunId", String.class).startsWith(prefix)) {
                throw new IllegalStateException("simulated");
            }
            others.process(exchange);
        };
    }

    @Test
    void anOutageIsDownWithItsCauseAndEndsByItself() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision");
        awaitState(HealthCheck.State.UP);

        wandb.simulator().faults().add(Fault.status(503));
        awaitState(HealthCheck.State.DOWN);
        assertThat(readiness().getMessage().orElseThrow()).contains("503");
        assertThat(readiness().getError()).isPresent();
        assertThat(readiness().getDetails()).containsEntry(HealthCheck.HTTP_RESPONSE_CODE, 503);

        run.logs(3, 6);
        wandb.simulator().faults().clear();
        awaitState(HealthCheck.State.UP);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 6)));
    }

    @Test
    void aRevokedKeyIsDownAndNotShown() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision");
        awaitState(HealthCheck.State.UP);

        wandb.simulator().revokeKey(401);

        awaitState(HealthCheck.State.DOWN);
        assertThat(readiness().getMessage().orElseThrow())
                .contains("does not accept")
                .doesNotContain(wandb.apiKey());
        assertThat(readiness().getDetails().toString()).doesNotContain(wandb.apiKey());
        wandb.simulator().acceptKey();
        awaitState(HealthCheck.State.UP);
    }

    @Test
    void anOutageThatBackOffForgetsIsDownStill() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision?backoffMultiplier=2&backoffErrorThreshold=1");
        awaitState(HealthCheck.State.UP);

        wandb.simulator().faults().add(Fault.status(503).on("runs").times(1));
        wandb.simulator().faults().add(Fault.hang().on("runs"));
        afterPolls(2);

        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.DOWN);
        wandb.simulator().faults().clear();
    }

    @Test
    void anOutageIsNoReasonToStartTheProcessAnew() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision");
        awaitState(HealthCheck.State.UP);

        wandb.simulator().faults().add(Fault.status(503));
        awaitState(HealthCheck.State.DOWN);

        assertThat(HealthCheckHelper.invokeLiveness(context))
                .noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
    }

    @Test
    void aStoreThatFailsIsDownAndNothingIsDeliveredUntilItWorksAgain() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        BrittleStore store = new BrittleStore();
        context.getRegistry().bind("store", store);
        List<Throwable> errors = errors();
        follow("wandb:team/vision?offsetRepository=#store&offsetCommitInterval=0&exceptionHandler=#errors");
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        awaitState(HealthCheck.State.UP);

        store.broken.set(true);
        run.logs(3, 100);
        awaitState(HealthCheck.State.DOWN);
        assertThat(readiness().getMessage().orElseThrow())
                .contains("Positions cannot be stored", "the disk is full", "offsetRepository");
        wandb.run("team/vision/r2").logs(0, 3);
        int failedPolls = errors.size();
        eventually(() -> assertThat(errors).hasSizeGreaterThan(failedPolls + 3));
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 4));
        assertThat(received.stepsOf("r2")).isEmpty();

        store.broken.set(false);
        awaitState(HealthCheck.State.UP);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 100)));
        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 3)));
    }

    @Test
    void aHeldRunIsADetailOfAnUpCheck() throws Exception {
        wandb.run("team/vision/bad").logs(0, 3);
        wandb.run("team/vision/good").logs(0, 3);

        follow("following", "wandb:team/vision", failingFor("bad", received));

        eventually(() -> assertThat(readiness().getDetails())
                .containsEntry("wandb.runs.held", 1)
                .hasEntrySatisfying(
                        "wandb.held.team/vision/bad",
                        reason -> assertThat(reason.toString()).contains("the route failed at step 0")));
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
        eventually(() -> assertThat(readiness().getDetails())
                .containsEntry("wandb.runs.followed", 2)
                .containsEntry("wandb.rows.delivered", 3L)
                .containsEntry("wandb.lag", 3L));
    }

    @Test
    void aRunWhoseEntryCannotBeReadIsHeldAndSaysWhy() throws Exception {
        wandb.run("team/vision/bad").logs(0, 3);
        BrittleStore store = new BrittleStore();
        AtomicReference<String> torn = new AtomicReference<>();
        context.getRegistry().bind("store", new OffsetStore() {
            @Override
            public Set<String> commit(List<Change> changes) {
                return store.commit(changes);
            }

            @Override
            public void setState(String key, String value) {
                store.setState(key, value);
            }

            @Override
            public String getState(String key) {
                return key.endsWith("|bad") ? torn.get() : store.getState(key);
            }

            @Override
            public void start() {}

            @Override
            public void stop() {}
        });
        torn.set("torn");

        follow("wandb:team/vision?offsetRepository=#store");

        eventually(() -> assertThat(readiness().getDetails())
                .hasEntrySatisfying(
                        "wandb.held.team/vision/bad",
                        reason -> assertThat(reason.toString()).contains("is not readable")));
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void ofManyHeldRunsSomeAreNamed() throws Exception {
        for (int i = 0; i < 12; i++) {
            wandb.run("team/vision/bad" + i).logs(0, 1);
        }

        follow("following", "wandb:team/vision", failingFor("bad", received));

        eventually(() -> assertThat(readiness().getDetails()).containsEntry("wandb.runs.held", 12));
        assertThat(readiness().getDetails().keySet().stream().filter(key -> key.startsWith("wandb.held.")))
                .hasSize(10);
    }

    @Test
    void aLongBackfillIsUp() throws Exception {
        wandb.run("team/vision/r1").logs(0, 100);
        Semaphore mayEnd = new Semaphore(5);
        follow("following", "wandb:team/vision", exchange -> {
            mayEnd.acquire();
            received.process(exchange);
        });
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());

        eventually(() -> assertThat(readiness().getDetails()).containsEntry("wandb.lag", 95L));
        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP);
        mayEnd.release(100);
    }
}
