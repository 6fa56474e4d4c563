// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code startFrom=latest} a run starts behind rows that never come; a rewind may take some of these away. */
class BaselineRewindsTest extends AttemptsTestSupport {

    private void followBehind100() throws Exception {
        run.logs(0, 100);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);
    }

    /** All from a row on that was not behind the first new one: which ones are remembered is the server's choice. */
    private void cameFrom(long step, long end) {
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).endsWith(end - 1));
        timePasses();
        List<Long> came = received.stepsOf("r1");
        assertThat(came.get(0)).isBetween(0L, step);
        assertThat(came).isEqualTo(steps(came.get(0), end));
    }

    @Test
    void rowsComeFromTheRewindOnIfNoneHadComeBefore() throws Exception {
        followBehind100();

        run.rewinds(60);
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        timePasses();
        run.logs(61, 130);

        cameFrom(61, 130);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        assertThat(generations()).containsExactly(2);
    }

    @Test
    void soDoThoseThatAreThereWhenItIsFirstSeen() throws Exception {
        followBehind100();

        betweenTwoLooks(() -> run.rewinds(60).logs(61, 73));

        cameFrom(61, 73);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void soDoThoseThatComeBetweenTwoLooks() throws Exception {
        followBehind100();

        wandb.simulator()
                .faults()
                .add(Fault.before(() -> run.logs(61, 130)).on("runs").after(2).times(1));
        run.rewinds(60);

        cameFrom(61, 130);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void soDoThoseOfARunWhoseNewestRowsWereNotShownAtTheStart() throws Exception {
        run.logs(0, 100).simulated().saysLastStep(99L).hideSteps(95, 100);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);
        run.simulated().countsTruly().revealSteps();
        timePasses();
        assertThat(received.stepsOf("r1")).allMatch(step -> step >= 95);

        betweenTwoLooks(() -> run.rewinds(60).logs(61, 130));

        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        timePasses();
        List<Long> came = received.all().stream()
                .filter(row -> generation(row) == 2)
                .map(Received.Arrived::step)
                .toList();
        assertThat(came.get(0)).isBetween(0L, 61L);
        assertThat(came).isEqualTo(steps(came.get(0), 130));
    }

    @ParameterizedTest
    @ValueSource(longs = {120, 5_000_000})
    void rowsThatAreLoggedBelowALastStepThatIsTooHighCome(long lastStep) throws Exception {
        run.logs(0, 100).simulated().saysLastStep(lastStep);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);

        run.logs(100, 110);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(100, 110)));
        assertThat(told()).isEmpty();
    }

    @Test
    void ofSeveralRewindsBeforeTheFirstRowTheDeepestCounts() throws Exception {
        followBehind100();

        betweenTwoLooks(() -> run.rewinds(60));
        afterPolls(3);
        betweenTwoLooks(() -> run.rewinds(20));
        eventuallyAsTimePasses(() -> assertThat(told()).hasSize(1));
        run.logs(21, 130);

        cameFrom(21, 130);
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

    @Test
    void aServerThatShowsLessForAWhileMakesNoneOfThemCome() throws Exception {
        followBehind100();

        run.simulated().countsLines(61).saysLastStep(60L).hideSteps(61, 100);
        afterPolls(5);
        run.simulated().countsTruly().revealSteps();
        timePasses();
        run.logs(100, 110);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(100, 110)));
        timePasses();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(100, 110));
        assertThat(told()).isEmpty();
    }

    @Test
    void aRunThatIsCreatedAnewBeforeItIsKnownWhereTheOldOneStartsComesFromItsFirstRow() throws Exception {
        run.logs(0, 20);
        wandb.run("team/vision/r2").logs(0, 5);
        wandb.simulator().faults().add(Fault.errors("not now").on("RunLastSteps"));
        wandb.simulator().faults().add(Fault.errors("not now").on("RunLastStep").forRun("r1"));
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(5);

        run.simulated().delete();
        wandb.run("team/vision/r1")
                .created(Instant.now().plusSeconds(5))
                .logs(0, 10); // W&B's times are of whole seconds
        wandb.simulator().faults().clear();

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 10)));
    }

    @Test
    void aRunOfWhichOneAnswerSaysThatItHasNoStepDoesNotStartAtItsFirstRow() throws Exception {
        run.logs(0, 100);
        String noStep = "{\"data\":{\"project\":{\"run\":{\"historyKeys\":null,\"summaryMetrics\":\"{}\"}}}}";
        wandb.simulator()
                .faults()
                .add(Fault.status(200, noStep).on("RunLastStep").times(1));
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);

        run.logs(100, 110);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).endsWith(109L));
        assertThat(received.stepsOf("r1")).allMatch(step -> step >= 50);
    }
}
