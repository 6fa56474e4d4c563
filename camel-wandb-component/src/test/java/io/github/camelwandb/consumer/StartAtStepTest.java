// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;

/** With {@code startFrom=50} rows below step 50 never come, whatever becomes of the run. */
class StartAtStepTest extends AttemptsTestSupport {

    private static final int START = 50;

    private void followFromStart() throws Exception {
        follow("wandb:team/vision?startFrom=" + START);
    }

    private void followTo(int step) throws Exception {
        followFromStart();
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(START, step)));
        afterPolls(3);
    }

    private void assertNothingBelowTheStepCame() {
        assertThat(received.stepsOf("r1")).allMatch(step -> step >= START);
    }

    private int reads() {
        return wandb.simulator().requests("history").size();
    }

    /** After some looks that are still to come. */
    private void assertNothingIsReadAnyMore() {
        int before;
        int rounds = 0;
        do {
            before = reads();
            timePasses();
            assertThat(++rounds).as("rounds in which it is still read").isLessThan(6);
        } while (reads() > before);
    }

    // rows that are logged in their order

    @Test
    void rowsBelowTheStepAreNeitherReadNorMissed() throws Exception {
        run.logs(0, 100);

        followTo(100);

        assertNothingIsReadAnyMore();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(START, 100));
        assertThat(told()).isEmpty();
    }

    @Test
    void aRunGoesOnBehindTheStep() throws Exception {
        run.logs(0, 100);
        followTo(100);

        run.logs(100, 130);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(START, 130)));
        run.simulated().finished();
        assertNothingIsReadAnyMore();
        assertThat(told()).isEmpty();
    }

    @Test
    void aRunThatStaysBelowTheStepIsNotReadForEver() throws Exception {
        run.logs(0, 10);
        followFromStart();
        afterPolls(3);

        run.logs(10, 30);

        assertNothingIsReadAnyMore();
        assertThat(received.count()).isZero();
    }

    @Test
    void aRunThatComesToTheStepStartsThere() throws Exception {
        run.logs(0, 10);
        followFromStart();
        afterPolls(3);

        run.logs(10, 30);
        afterPolls(3);
        run.logs(30, 80);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(START, 80)));
        run.simulated().finished();
        assertNothingIsReadAnyMore();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(START, 80));
    }

    // late rows

    @Test
    void aLateRowBelowTheStepDoesNotCome() throws Exception {
        run.logs(0, 20).logs(30, 100);
        followTo(100);

        run.logs(20, 30);

        assertNothingIsReadAnyMore();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(START, 100));
    }

    @Test
    void aLateRowAboveTheStepComes() throws Exception {
        run.logs(0, 60).logs(70, 100);
        followFromStart();
        eventually(() -> assertThat(received.count()).isEqualTo(40));
        afterPolls(3);

        run.logs(60, 70);

        eventuallyStandingInTheSink(START);
        assertThat(late()).extracting(Received.Arrived::step).containsAll(steps(60, 70));
        assertNothingBelowTheStepCame();
        assertThat(told()).isEmpty();
    }

    // rewinds

    @Test
    void aRewindToAboveTheStepReplaysNoRowBelowIt() throws Exception {
        run.logs(0, 100);
        followTo(100);

        betweenTwoLooks(() -> run.rewinds(70).logs(71, 130));

        eventuallyStandingInTheSink(START);
        assertNothingIsReadAnyMore();
        assertNothingBelowTheStepCame();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aRewindToBelowTheStepReplaysNoRowBelowIt() throws Exception {
        run.logs(0, 100);
        followTo(100);

        betweenTwoLooks(() -> run.rewinds(20).logs(21, 130));

        eventuallyStandingInTheSink(START);
        assertNothingIsReadAnyMore();
        assertNothingBelowTheStepCame();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aRunThatIsRewoundToBelowTheStepStartsThereAgain() throws Exception {
        run.logs(0, 100);
        followTo(100);

        run.rewinds(20);
        timePasses();
        run.logs(21, 40);
        timePasses();
        run.logs(40, 60);

        eventuallyStandingInTheSink(START);
        assertNothingIsReadAnyMore();
        assertNothingBelowTheStepCame();
        assertThat(generations()).containsExactly(1, 2);
    }

    @Test
    void aRewindWhileTheRouteIsStoppedReplaysNoRowBelowTheStep() throws Exception {
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        run.logs(0, 100);
        follow("wandb:team/vision?offsetRepository=#offsets&startFrom=" + START);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(START, 100)));

        stop("following");
        run.rewinds(20).logs(21, 90);
        context.getRouteController().startRoute("following");

        eventuallyStandingInTheSink(START);
        assertNothingIsReadAnyMore();
        assertNothingBelowTheStepCame();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void anotherRunOfTheSameIdStartsAtTheStepToo() throws Exception {
        run.logs(0, 100);
        followTo(100);

        betweenTwoLooks(() -> {
            run.simulated().delete();
            run = new Attempts(wandb.run("team/vision/r1"), 2).logs(0, 60);
        });

        eventuallyAsTimePasses(
                () -> assertThat(received.stepsOf("r1").stream().skip(50)).isEqualTo(steps(START, 60)));
        run.logs(60, 70);
        eventuallyAsTimePasses(
                () -> assertThat(received.stepsOf("r1").stream().skip(50)).isEqualTo(steps(START, 70)));
        assertThat(generations()).containsExactly(1, 2);
    }
}
