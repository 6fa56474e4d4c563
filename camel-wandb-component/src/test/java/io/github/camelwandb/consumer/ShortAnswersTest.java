// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At servers that answer fewer rows than there are, without a word. */
class ShortAnswersTest extends FollowingTestSupport {

    private List<WandbRunEvent> events = List.of();

    @BeforeEach
    void listen() {
        events = runEvents();
    }

    @Test
    void rowsThatAreLeftOutInAPartOfALongWindowAllCome() throws Exception {
        wandb.simulator().maxSamples(30);
        wandb.run("team/vision/r1").logs(500, 600).finished();

        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(500, 600)));
        assertThat(events).isEmpty();
    }

    @Test
    void rowsBehindTheEndOfAnAnswerAllCome() throws Exception {
        wandb.simulator().maxRows(30);
        wandb.run("team/vision/r1").logs(0, 200).finished();

        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 200)));
        assertThat(events).isEmpty();
    }

    @Test
    void rowsBehindTheEndOfAnAnswerComeWhileTheRunGrows() throws Exception {
        wandb.simulator().maxRows(30);
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        run.logs(20, 300);

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 300)));
        assertThat(events).isEmpty();
    }
}
