// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel starts a consumer that it has suspended and not stopped. */
class SuspendTest extends FollowingTestSupport {

    @TempDir
    Path directory;

    @Test
    void aStopThatIsGivenUpLeavesTheConsumerFollowingAsBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        Semaphore mayEnd = new Semaphore(2);
        follow("following", uri(), exchange -> {
            mayEnd.acquire();
            received.process(exchange);
        });
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());

        assertThat(context.getRouteController().stopRoute("following", 1, TimeUnit.SECONDS, true))
                .isFalse();
        mayEnd.release(1000);
        run.logs(20, 30);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 30)));
        startsAnewAfterAStop(run);
    }

    @Test
    void aStopThatIsGivenUpAndStillPreparesDoesNotPauseTheNextStart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        Semaphore mayEnd = new Semaphore(0);
        follow("following", uri(), exchange -> {
            mayEnd.acquire();
            received.process(exchange);
        });
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());
        context.getRouteController().stopRoute("following", 1, TimeUnit.SECONDS);
        mayEnd.release(1000);
        context.getRouteController().startRoute("following");

        // as Camel's thread of the stop does
        WandbConsumer.of(context).findFirst().orElseThrow().prepareShutdown(false, false);
        run.logs(3, 5);

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(3L, 4L));
    }

    @Test
    void aContextThatIsSuspendedAndStartedFollowsAsBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow(uri());
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        context.suspend();
        run.logs(20, 30);
        context.start();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 30)));
        startsAnewAfterAStop(run);
    }

    @Test
    void aPollThatASuspensionEndsSendsNoEmptyMessage() throws Exception {
        wandb.run("team/vision/r1");
        follow("wandb:team/vision?sendEmptyMessageWhenIdle=true");
        eventually(() -> assertThat(received.count()).isPositive());
        wandb.simulator().faults().add(Fault.hang().on("runs"));
        afterPolls(1);
        int before = received.count();

        context.getRouteController().suspendRoute("following");

        WandbConsumer consumer = WandbConsumer.of(context).findFirst().orElseThrow();
        eventually(() -> assertThat(consumer.isPolling()).isFalse());
        assertThat(received.count()).isEqualTo(before);
        wandb.simulator().faults().clear();
        context.getRouteController().resumeRoute("following");
        eventually(() -> assertThat(received.count()).isGreaterThan(before));
    }

    private String uri() {
        return "wandb:team/vision?offsetPath=" + directory.resolve("offsets.db");
    }

    /** Nothing still has the file, or keeps positions under the name. */
    private void startsAnewAfterAStop(SimulatedRun run) throws Exception {
        stop("following");
        run.logs(30, 31);
        context.getRouteController().startRoute("following");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 31)));
    }
}
