// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import org.junit.jupiter.api.Test;

/** Lines that came and are no rows were read: they are no gap. */
class UnusableLinesGapsTest extends FollowingTestSupport {

    private static final String NO_STEP = "{\"loss\":0.5}";

    @Test
    void linesWithoutAStepAmongRowsAreNone() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 5).logJson(5, NO_STEP).logs(6, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(9));

        timePasses();
        run.logs(10, 15).logJson(15, NO_STEP).logs(16, 20).finished();
        timePasses();

        assertThat(received.count()).isEqualTo(18);
        assertThat(events).isEmpty();
    }

    @Test
    void aRunOfNothingButLinesWithoutAStepHasNone() throws Exception {
        wandb.run("team/vision/r1").logJson(0, NO_STEP).logJson(1, NO_STEP).finished();

        follow("wandb:team/vision");
        timePasses();

        assertThat(events).isEmpty();
    }

    @Test
    void anAuditForALateRowDoesNotMakeThemOne() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 5).logJson(5, NO_STEP).logs(7, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(8));

        run.logs(6, 7);
        timePasses();

        assertThat(late()).extracting(Received.Arrived::step).contains(6L);
        assertThat(events).isEmpty();
    }
}
