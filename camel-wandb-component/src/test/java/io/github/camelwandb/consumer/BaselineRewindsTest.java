// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import org.junit.jupiter.api.Test;

/** With {@code startFrom=latest} a run starts behind rows that never come; a rewind may take some of these away. */
class BaselineRewindsTest extends AttemptsTestSupport {

    private void followBehind100() throws Exception {
        run.logs(0, 100);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);
    }

    @Test
    void rowsComeFromTheRewindOnIfNoneHadComeBefore() throws Exception {
        followBehind100();

        run.rewinds(60);
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        timePasses();
        run.logs(61, 130);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(61, 130)));
        timePasses();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(61, 130));
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        assertThat(generations()).containsExactly(2);
    }

    @Test
    void rowsThatComeBetweenTheRewindAndTheQuestionHowFarItWentComeToo() throws Exception {
        followBehind100();

        wandb.simulator()
                .faults()
                .add(Fault.before(() -> run.logs(61, 72)).on("RunLastStep").times(1));
        run.rewinds(60);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).containsAll(steps(61, 72)));
        timePasses();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void ofSeveralRewindsBeforeTheFirstRowTheDeepestCounts() throws Exception {
        followBehind100();

        run.rewinds(60);
        eventuallyAsTimePasses(() -> assertThat(told()).hasSize(1));
        timePasses();
        run.rewinds(20);
        eventuallyAsTimePasses(() -> assertThat(told()).hasSize(2));
        timePasses();
        run.logs(21, 130);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(21, 130)));
        timePasses();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(21, 130));
    }

    @Test
    void aRewindBehindTheRowsThatWerePassedOverReplaysNoneOfThem() throws Exception {
        followBehind100();
        run.logs(100, 150);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(100, 150)));

        run.rewinds(120).logs(121, 180);

        eventuallyStandingInTheSink(100);
        timePasses();
        assertThat(received.stepsOf("r1")).allMatch(step -> step >= 100);
        assertThat(generations()).containsExactly(1, 2);
    }
}
