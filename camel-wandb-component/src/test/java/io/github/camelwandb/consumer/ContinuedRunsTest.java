// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** With {@code onHistoryRewrite=continue}, a run of which nothing, or only a part, is left that was delivered. */
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

    @Test
    void rowsThatWerePassedOverDoNotComeLateAtTheEnd() throws Exception {
        follow100();

        run.rewinds(10).logs(11, 50);
        timePasses();
        run.logs(50, 110);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 110)));
        run.simulated().finished();
        timePasses();

        assertThat(received.count()).isEqualTo(110);
    }

    @Test
    void lateRowsComeAboveTheHighestDeliveredStepAndNotBelow() throws Exception {
        follow100();
        run.simulated().hideSteps(104, 106);
        run.rewinds(10).logs(11, 400);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).contains(399L));

        run.simulated().revealSteps();
        run.logs(30, 31);
        run.simulated().finished();
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 400)));
        timePasses();

        assertThat(received.stepsOf("r1").stream().filter(step -> step < 100)).isEqualTo(steps(0, 100));
    }

    @Test
    void rowsAboveTheHighestDeliveredStepComeAlsoWhileTheRunGrowsWithoutAPause() throws Exception {
        run.logs(0, 3000);
        follow("wandb:team/vision?onHistoryRewrite=continue");
        eventually(() -> assertThat(received.count()).isEqualTo(3000));
        run.rewinds(10).logs(11, 2990);
        timePasses();

        AtomicLong next = new AtomicLong(2990);
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> run.logs(next.get(), next.incrementAndGet()))
                        .on("runs"));

        eventually(() -> assertThat(received.stepsOf("r1")).contains(3001L));
        assertThat(received.stepsOf("r1").subList(0, 3002)).isEqualTo(steps(0, 3002));
    }
}
