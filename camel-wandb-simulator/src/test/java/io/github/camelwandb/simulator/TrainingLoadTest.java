// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrainingLoadTest {

    private static final String ALL = "(minStep: 0, maxStep: 1000, samples: 1000)";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private TrainingLoad load(String project, String plan, int rewinds, long seed) {
        return new TrainingLoad(wandb.simulator(), project, TrainingPlan.of(plan), rewinds, new Random(seed));
    }

    private List<Long> steps(String path) {
        return Caller.of(wandb.simulator()).steps(path, ALL);
    }

    private static List<Long> from0To(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    @Test
    void rowsComeAtTheirPace() {
        TrainingLoad load = load("team/vision", "runs=2,rows=100,perSecond=10", 0, 0);

        assertThat(load.advanceTo(Duration.ofMillis(500))).isTrue();

        assertThat(steps("team/vision/train-1")).isEqualTo(from0To(4));
        assertThat(steps("team/vision/train-2")).isEqualTo(from0To(4));
        assertThat(wandb.run("team/vision/train-1").state()).isEqualTo("running");
    }

    @Test
    void aRunThatHasAllItsRowsFinishes() {
        TrainingLoad load = load("team/vision", "runs=2,rows=100,perSecond=10", 0, 0);

        assertThat(load.advanceTo(Duration.ofSeconds(11))).isFalse();

        assertThat(steps("team/vision/train-2")).isEqualTo(from0To(99));
        assertThat(wandb.run("team/vision/train-2").state()).isEqualTo("finished");
    }

    @Test
    void aRewoundRunLogsRowsAgain() {
        TrainingLoad load = load("team/vision", "runs=1,rows=100,perSecond=100", 3, 7);
        List<Integer> counts = counts(load, "team/vision");

        assertThat(counts)
                .as("it goes back on the way")
                .isNotEqualTo(counts.stream().sorted().toList());
        assertThat(steps("team/vision/train-1")).isEqualTo(from0To(99));
        assertThat(wandb.run("team/vision/train-1").state()).isEqualTo("finished");
    }

    @Test
    void aSeedDecidesWhichRunsAreRewoundAndWhen() {
        List<Integer> first = counts(load("team/a", "runs=2,rows=50,perSecond=100", 4, 7), "team/a");
        List<Integer> second = counts(load("team/b", "runs=2,rows=50,perSecond=100", 4, 7), "team/b");

        assertThat(first).isEqualTo(second);
        assertThat(counts(load("team/c", "runs=2,rows=50,perSecond=100", 4, 8), "team/c"))
                .isNotEqualTo(first);
    }

    /** How many rows the runs had after each hundredth of a second, until they finished. */
    private List<Integer> counts(TrainingLoad load, String project) {
        List<Integer> counts = new ArrayList<>();
        for (int time = 10; load.advanceTo(Duration.ofMillis(time)); time += 10) {
            wandb.simulator().runs(project).forEach(run -> counts.add(run.rows().size()));
        }
        return counts;
    }
}
