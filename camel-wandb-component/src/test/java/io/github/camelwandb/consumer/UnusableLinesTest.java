// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of history that are no rows, because they have no whole {@code _step}. */
class UnusableLinesTest extends FollowingTestSupport {

    private static final String NO_STEP = "{\"loss\":0.5}";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    /** The logger of our tests writes there. */
    @BeforeEach
    void keepLog() {
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        out.print(log.toString(StandardCharsets.UTF_8));
    }

    private List<String> warnings() {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("are left out"))
                .toList();
    }

    private static List<Long> without(List<Long> steps, Long... left) {
        List<Long> others = new ArrayList<>(steps);
        others.removeAll(List.of(left));
        return others;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NO_STEP,
                "{\"_step\":5.5,\"loss\":0.5}",
                "{\"_step\":\"5\",\"loss\":0.5}",
                "{\"_step\":null,\"loss\":0.5}",
                "{\"_step\":{\"at\":5},\"loss\":0.5}",
                "{\"_step\":true,\"loss\":0.5}",
                "{\"_step\":NaN,\"loss\":0.5}"
            })
    void aLineWithoutAWholeStepIsLeftOutAndToldAndTheOthersFlow(String line) throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 5).logJson(5, line).logs(6, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(9));

        run.logs(10, 15).finished();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(without(steps(0, 15), 5L)));
        timePasses();
        assertThat(received.stepsOf("r1").stream().distinct()).isEqualTo(without(steps(0, 15), 5L));
        assertThat(warnings()).hasSize(1).first().asString().contains("1 lines of the history of run team/vision/r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"_step\":5.0,\"loss\":0.5}", "{\"_step\":5e0,\"loss\":0.5}"})
    void aWholeStepMayBeWrittenAsAFraction(String line) throws Exception {
        wandb.run("team/vision/r1").logs(0, 5).logJson(line).logs(6, 10);

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 10)));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void linesWithoutAStepAreToldOnceForEachRunHoweverManyThereAre() throws Exception {
        SimulatedRun first = wandb.run("team/vision/r1").logs(0, 5).logJson(5, NO_STEP);
        wandb.run("team/vision/r2").logs(0, 5).logJson(5, NO_STEP).logs(6, 10);
        wandb.run("team/vision/r3").logs(0, 5);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(19));

        first.logs(6, 10).logJson(10, NO_STEP).logJson(10, NO_STEP).logs(11, 20);

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(19L));
        timePasses();
        assertThat(warnings())
                .hasSize(2)
                .anyMatch(line -> line.contains("team/vision/r1"))
                .anyMatch(line -> line.contains("team/vision/r2"));
    }

    @Test
    void aLateRowAmongLinesWithoutAStepIsFound() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 5).logJson(5, NO_STEP).logs(7, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(8));
        timePasses();

        run.logs(6, 7);

        eventuallyAsTimePasses(
                () -> assertThat(late()).extracting(Received.Arrived::step).contains(6L));
    }

    @Test
    void aRunOfNothingButLinesWithoutAStepIsToldToo() throws Exception {
        wandb.run("team/vision/r1").logJson(0, NO_STEP).logJson(1, NO_STEP).finished();

        follow("wandb:team/vision");
        timePasses();

        assertThat(warnings()).hasSize(1).first().asString().contains("team/vision/r1");
    }
}
