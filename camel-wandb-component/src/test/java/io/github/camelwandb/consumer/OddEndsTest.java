// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server says too little of where a history ends, or the wrong thing. */
class OddEndsTest extends FollowingTestSupport {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsBehindTheLastStepThatTheServerKnowsComeWhereTheyAreCounted(boolean hasEnded) throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 10).logs(50_000, 50_010).saysLastStep(9L);
        if (hasEnded) {
            run.finished();
        }
        List<Long> all = new ArrayList<>(steps(0, 10));
        all.addAll(steps(50_000, 50_010));

        follow("wandb:team/vision");
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(all);
        assertThat(events).isEmpty();
    }

    @Test
    void lateRowsBehindTheLastStepThatTheServerKnowsComeToo() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).logs(20, 30).saysLastStep(9L);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        run.logs(12, 15);

        asTimeFlies(
                ENOUGH,
                () -> assertThat(late()).extracting(Received.Arrived::step).contains(12L, 13L, 14L));
        assertThat(events).isEmpty();
    }

    @Test
    void uncountedRowsAreFoundAtASweepWhereARunShowsNoSignsOfLife() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 10).countsLines(0).heartbeat(null);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        afterPolls(3);

        run.logs(10, 20);

        asTimeFlies(
                Duration.ofMinutes(11), () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 20)));
    }

    @Test
    void aSweepWhileAnUncountedRunIsReadIsNoReasonToReadItWithoutEnd() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 10).countsLines(0).heartbeat(Instant.parse("2026-01-01T00:00:00Z"));
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        afterPolls(3);
        AtomicBoolean isSwept = new AtomicBoolean();
        wandb.simulator().faults().before("history", 1, () -> {
            clock.advance(Duration.ofMinutes(11));
            afterPolls(3);
            isSwept.set(true);
        });

        run.heartbeat(Instant.parse("2026-01-01T00:00:30Z"));

        eventually(() -> {
            int before = wandb.simulator().requests("history").size();
            afterPolls(10);
            assertThat(isSwept).isTrue();
            assertThat(wandb.simulator().requests("history")).hasSize(before);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void uncountedRowsThatAreShownAMomentOrMinutesAfterTheEndCome(int whiles) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).countsLines(0);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        run.hideSteps(20, 30).logs(20, 23).finished();
        afterPolls(5);
        whilesPass(whiles);
        clock.advance(Duration.ofSeconds(5));
        run.revealSteps();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 23)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void uncountedRowsOfAnEndedRunThatAreShownAMomentOrMinutesAfterItWasFoundCome(int whiles) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1")
                .countsLines(0)
                .hideSteps(0, 30)
                .logs(0, 3)
                .finished();
        follow("wandb:team/vision");
        afterPolls(5);
        whilesPass(whiles);
        clock.advance(Duration.ofSeconds(5));
        run.revealSteps();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 3)));
    }

    private void whilesPass(int whiles) {
        for (int i = 0; i < whiles; i++) {
            clock.advance(ENOUGH);
            afterPolls(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsBehindTheFirstStepThatAreShownAMomentAfterTheEndCome(boolean isSeenBefore) throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 60).hideSteps(50, 60).saysLastStep(49L);
        if (!isSeenBefore) {
            run.finished();
        }
        follow("wandb:team/vision?startFrom=50");
        afterPolls(5);
        run.finished();
        afterPolls(5);
        clock.advance(Duration.ofSeconds(5));
        run.revealSteps().saysLastStep(59L);

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(50, 60)));
    }

    @Test
    void uncountedRowsComeWhereTheLastStepIsBelowWhatWasRead() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        run.countsLines(0).logs(20, 25).log(5, Map.of("loss", 1)).finished(); // the summary has step 5

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 25)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uncountedRowsComeWhereTheLastStepStaysTooLow(boolean hasEnded) throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 20).countsLines(0).saysLastStep(15L);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 20)));
        afterPolls(3);

        run.saysLastStep(25L).logs(20, 40);
        if (hasEnded) {
            run.finished();
        }

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 40)));
    }

    @Test
    void ofARunThatHasEndedAllRowsComeWhereCountAndLastStepStayTooLow() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3000).finished().countsLines(10).saysLastStep(9L);
        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 3000)));
    }
}
