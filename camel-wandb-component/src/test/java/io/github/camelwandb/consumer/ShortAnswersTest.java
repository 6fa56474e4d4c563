// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At servers that answer fewer rows than there are, without a word. */
class ShortAnswersTest extends FollowingTestSupport {

    private static final Map<String, String> LONG = Map.of("text", "x".repeat(5000));

    @Test
    void rowsThatAreLeftOutInAPartOfALongWindowAllCome() throws Exception {
        wandb.simulator().maxSamples(30);
        wandb.run("team/vision/r1").logs(500, 600).finished();

        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(500, 600)));
        assertThat(events).isEmpty();
    }

    @Test
    void rowsBehindTheEndOfAnAnswerAllCome() throws Exception {
        wandb.simulator().maxCharacters(2500);
        wandb.run("team/vision/r1").logs(0, 200).finished();

        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 200)));
        assertThat(events).isEmpty();
    }

    @Test
    void rowsBehindTheEndOfAnAnswerComeWhileTheRunGrows() throws Exception {
        wandb.simulator().maxCharacters(2500);
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        run.logs(20, 300);

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 300)));
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2313, 2324})
    void rowsBehindTheEndOfAnAnswerInTheMiddleOfALongRunAllComeWhateverPagesTheLookAtTheWholeHas(int longFrom)
            throws Exception {
        wandb.simulator().maxCharacters(200_000);
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, longFrom);
        for (int step = longFrom; step < longFrom + 20; step++) {
            run.log(step, Map.of("text", "x".repeat(10_000)));
        }
        // where nothing was logged other pages seem to end early
        run.logs(longFrom + 20, 5000).logs(7000, 8000).finished();
        List<Long> all = new ArrayList<>(steps(0, 5000));
        all.addAll(steps(7000, 8000));

        follow("wandb:team/vision");

        asTimeFlies(
                Duration.ofMinutes(5),
                () -> assertThat(new TreeSet<>(received.stepsOf("r1"))).containsExactlyElementsOf(all));
        assertThat(events).isEmpty();
    }

    @Test
    void aLateRowBehindOneThatIsLongerThanAnAnswerComes() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).log(10, LONG).logs(11, 100);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(100));

        wandb.simulator().maxCharacters(2500);
        run.log(70, Map.of("late", 1));

        asTimeFlies(ENOUGH, () -> assertThat(late()).anyMatch(row -> row.text().contains("late")));
        assertThat(events).isEmpty();
    }

    @Test
    void rowsOfAGrowingRunBehindLongOnesAllComeWhereStepsAreSparse() throws Exception {
        wandb.simulator().maxCharacters(2500);
        SimulatedRun run = wandb.run("team/vision/r1");
        List<Long> all = new ArrayList<>();
        follow("wandb:team/vision");
        Random random = new Random(3);
        long step = 0;
        for (int i = 0; i < 200; i++) {
            step += random.nextInt(10) == 0 ? 300 : 1 + random.nextInt(9);
            all.add(step);
            run.log(step, random.nextInt(10) == 0 ? LONG : Map.of("text", "short"));
            if (i % 40 == 39) {
                asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(all));
            }
        }
        assertThat(events).isEmpty();
    }

    @Test
    void stepsOfWhichAnAnswerHasOnlySomeRowsComeWhole() throws Exception {
        wandb.simulator().maxCharacters(2500);
        SimulatedRun run = wandb.run("team/vision/r1");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String text = "row " + i + ".";
            all.add(text);
            run.log(i / 7, Map.of("text", text));
        }
        run.finished();

        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> {
            String texts = received.all().stream().map(Received.Arrived::text).collect(Collectors.joining());
            assertThat(texts).contains(all);
        });
        assertThat(events).isEmpty();
    }
}
