// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;

class EndedRunsTest extends FollowingTestSupport {

    @Test
    void aRunThatEndsIsToldOnceWithItsState() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision?stream=runs");
        afterPolls(2);
        assertThat(received.count()).isZero();

        run.failed();

        eventually(() -> assertThat(received.count()).isEqualTo(1));
        Received.Arrived message = received.only();
        assertThat(message.body())
                .isInstanceOfSatisfying(
                        Run.class, told -> assertThat(told.state().value()).isEqualTo("failed"));
        assertThat(message.headers())
                .containsEntry(WandbConstants.EVENT, "ended")
                .containsEntry(WandbConstants.RUN_ID, "r1")
                .containsEntry(WandbConstants.RUN_STATE, "failed");
        afterPolls(3);
        assertThat(received.count()).isEqualTo(1);
    }

    @Test
    void runsThatHaveEndedBeforeAreToldUnlessTheSubscriptionStartsFromTheLatest() throws Exception {
        wandb.run("team/vision/old").logs(0, 3).finished();
        Received latest = new Received();
        follow("earliest", "wandb:team/vision?stream=runs", received);
        follow("latest", "wandb:team/vision?stream=runs&startFrom=latest", latest);
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        afterPolls(4);
        assertThat(latest.count()).isZero();

        wandb.run("team/vision/young").logs(0, 3).finished();

        eventually(() -> assertThat(latest.only().runId()).isEqualTo("young"));
    }

    @Test
    void anEndThatTheRouteCouldNotHandleIsToldAgain() throws Exception {
        wandb.run("team/vision/r1").finished();
        AtomicInteger attempts = new AtomicInteger();
        follow("failing", "wandb:team/vision?stream=runs", exchange -> {
            if (attempts.getAndIncrement() < 2) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });

        eventually(() -> assertThat(received.count()).isEqualTo(1));
    }

    @Test
    void anEndIsNotToldAgainAfterARestart() throws Exception {
        wandb.run("team/vision/r1").finished();
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("wandb:team/vision?stream=runs&offsetRepository=#offsets");
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        stop("following");

        context.getRouteController().startRoute("following");

        afterPolls(3);
        assertThat(received.count()).isEqualTo(1);
    }
}
