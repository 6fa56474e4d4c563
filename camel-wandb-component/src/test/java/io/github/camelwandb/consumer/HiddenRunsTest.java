// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that the filter does not show any more. */
class HiddenRunsTest extends FollowingTestSupport {

    @ParameterizedTest
    @ValueSource(strings = {"history", "logs", "system"})
    void aRunThatIsResumedLongAfterItWasHiddenIsFoundAtAFullSweep(String stream) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").tags("production");
        logs(run, 0);
        run.finished();
        follow("wandb:team/vision?tags=production&stream=" + stream);
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        run.tags("old");
        timePasses(); // nothing is expected of it any more

        run.running();
        logs(run, 1);

        eventuallyAsTimePasses(() -> assertThat(received.count()).isEqualTo(2));
    }

    private static void logs(SimulatedRun run, long step) {
        run.logs(step, step + 1).console("line " + step).systemMetrics(Map.of("system.cpu", step));
    }
}
