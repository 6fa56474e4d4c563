// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import org.junit.jupiter.api.Test;

/** With {@code onHistoryRewrite=continue}, a run of which nothing is left that was delivered. */
class ContinuedRunsTest extends AttemptsTestSupport {

    private void follow100() throws Exception {
        run.logs(0, 100);
        follow("wandb:team/vision?onHistoryRewrite=continue");
        eventually(() -> assertThat(received.count()).isEqualTo(100));
    }

    @Test
    void rowsBelowTheHighestDeliveredStepAreNoGap() throws Exception {
        follow100();

        betweenTwoLooks(() -> run.rewinds(-1).logs(0, 50));
        timePasses();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        run.logs(50, 110);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 110)));
        timePasses();
        assertThat(received.count()).isEqualTo(110);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void noStepComesTwiceAlsoIfTheRunBeginsAnewAgain() throws Exception {
        follow100();
        betweenTwoLooks(() -> run.rewinds(-1).logs(0, 50));
        timePasses();

        betweenTwoLooks(() -> run.rewinds(-1).logs(0, 20));
        timePasses();
        run.logs(20, 110);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).contains(109L));
        timePasses();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 110));
    }
}
