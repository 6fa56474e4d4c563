// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last looks at ended runs of which no count says that all is shown. */
class OpenEndsTest extends FollowingTestSupport {

    @Test
    void aLastLookThatFindsRowsAtTheEndDoesNotPassOverThoseBelow() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1")
                .logs(0, 20)
                .hideSteps(5, 8)
                .hideSteps(18, 20)
                .finished();
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("wandb:team/vision?offsetRepository=#offsets");
        eventually(() -> assertThat(received.count()).isEqualTo(15));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);
        stop("following");
        clock.advance(Duration.ofHours(25));
        run.revealSteps();

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).contains(18L, 19L));
        asTimeFlies(
                Duration.ofMinutes(5),
                () -> assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L));
    }

    @Test
    void aLastLookThatFindsRowsAtTheEndDoesNotPassOverThoseBelowWithoutARestart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1")
                .logs(0, 20)
                .hideSteps(5, 8)
                .hideSteps(18, 20)
                .finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(15));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);
        run.revealSteps();
        clock.advance(Duration.ofMinutes(16)); // so that the next look is the last

        eventually(() -> assertThat(received.stepsOf("r1")).contains(18L, 19L));
        asTimeFlies(
                Duration.ofMinutes(5),
                () -> assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?startFrom=50"})
    void anOpenEndThatIsExportedIsLookedAtLongAfterItsEndAndThenNoMore(String options) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100).countsLines(options.isEmpty() ? 0 : 100);
        follow("wandb:team/vision" + options);
        eventually(() -> assertThat(received.stepsOf("r1")).contains(99L));
        run.finished();
        timePasses();
        run.exportBelow(100).hideExport();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(4));
            afterPolls(3);
        }
        assertThat(heldBecause()).isEmpty();
        int reads = wandb.simulator().requests("history").size();

        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(4));
            afterPolls(3);
        }

        assertThat(wandb.simulator().requests("history")).hasSize(reads);
        assertThat(heldBecause()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?startFrom=50"})
    void anOpenEndThatIsExportedIsNotHeldInItsLastLook(String options) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100).countsLines(options.isEmpty() ? 0 : 100);
        SimulatedRun other = wandb.run("team/vision/r2").logs(0, 60); // by whose sign of life the time is known
        follow("wandb:team/vision" + options);
        eventually(() -> assertThat(received.stepsOf("r1")).contains(99L));
        run.finished();
        timePasses();
        run.exportBelow(100).hideExport();

        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(4));
            other.heartbeat(clock.instant());
            afterPolls(3);
        }

        assertThat(heldBecause()).isEmpty();
    }

    @Test
    void ofRunsThatHadEndedBeforeTheStartOnlyTheEndIsAskedFor() throws Exception {
        for (int i = 0; i < 120; i++) {
            wandb.run("team/vision/old" + i)
                    .logs(0, 3)
                    .finished()
                    .heartbeat(clock.instant().minus(Duration.ofDays(2)));
        }
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(5);
        int reads = wandb.simulator().requests("history").size();
        assertThat(reads).as("where they end is asked for, 50 in a request").isLessThan(10);

        run.logs(3, 4);
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(3L));
        afterPolls(10);

        assertThat(wandb.simulator().requests("history")).hasSizeLessThanOrEqualTo(reads + 3);
    }

    private String heldBecause() {
        return WandbConsumer.of(context)
                .flatMap(consumer -> consumer.following().held().stream())
                .map(held -> String.valueOf(held.heldBecause()))
                .findFirst()
                .orElse("");
    }
}
