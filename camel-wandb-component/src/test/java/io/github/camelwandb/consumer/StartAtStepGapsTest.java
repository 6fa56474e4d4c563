// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import org.junit.jupiter.api.Test;

/** With {@code startFrom=50} W&B counts lines that are never read: that is no gap. */
class StartAtStepGapsTest extends AttemptsTestSupport {

    private void follow() throws Exception {
        follow("wandb:team/vision?startFrom=50");
        afterPolls(3);
    }

    @Test
    void aRunThatGrowsBelowTheStepHasNone() throws Exception {
        run.logs(0, 10);
        follow();

        run.logs(10, 30);
        timePasses();
        run.logs(30, 40);
        timePasses();

        assertThat(told()).isEmpty();
    }

    @Test
    void aRunThatComesToTheStepWhileItIsFollowedHasNone() throws Exception {
        run.logs(0, 10);
        follow();

        run.logs(10, 30);
        afterPolls(3);
        run.logs(30, 80);
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(steps(50, 80));
        assertThat(told()).isEmpty();
    }

    @Test
    void aLateRowBelowTheStepIsNone() throws Exception {
        run.logs(0, 20).logs(30, 100);
        follow();
        eventually(() -> assertThat(received.count()).isEqualTo(50));
        afterPolls(3);

        run.logs(20, 30);
        timePasses();

        assertThat(told()).isEmpty();
    }

    @Test
    void aRunThatIsRewoundToBelowTheStepHasNone() throws Exception {
        run.logs(0, 100);
        follow();
        eventually(() -> assertThat(received.count()).isEqualTo(50));
        afterPolls(3);

        run.rewinds(20);
        timePasses();
        run.logs(21, 40);
        timePasses();
        run.logs(40, 60);
        eventuallyStandingInTheSink(50);
        timePasses();

        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void rowsThatAreLoggedBetweenTheListingAndTheFirstReadAreNone() throws Exception {
        run.logs(0, 60);
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> run.logs(60, 80)).on("history").times(1));

        follow();
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(50, 80)));
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(steps(50, 80));
        assertThat(told()).isEmpty();
    }
}
