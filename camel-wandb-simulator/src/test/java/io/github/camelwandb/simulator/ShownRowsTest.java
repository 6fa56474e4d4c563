// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What readers see may lag behind what was written, and what is counted may be something else again. */
class ShownRowsTest {

    private static final String RUN = "team/vision/r1";
    private static final String ALL = "(minStep: 0, maxStep: 100, samples: 100)";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run(RUN);
        caller = Caller.of(wandb.simulator());
    }

    private JsonNode ask(String field) {
        return caller.run(RUN, "it: " + field).path("it");
    }

    private JsonNode stepCount() {
        return ask("historyKeys").at("/keys/_step/typeCounts/0/count");
    }

    @Test
    void aHoleIsCountedAndNotShown() {
        run.logs(0, 6).hideSteps(2, 4);

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L, 4L, 5L);
        assertThat(caller.sampled(RUN, "{\"keys\":[\"_step\"],\"minStep\":1,\"maxStep\":4}"))
                .isEqualTo(Caller.tree("[{\"_step\":1},{\"_step\":4}]"));
        assertThat(ask("historyLineCount").asInt()).isEqualTo(6);
        assertThat(stepCount().asInt()).isEqualTo(6);
        assertThat(run.rows()).hasSize(6);
    }

    @Test
    void aHoleIsThereBeforeItsRowsAre() {
        run.hideSteps(2, Long.MAX_VALUE).logs(0, 6);

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L);
    }

    @Test
    void revealedStepsAreShown() {
        run.logs(0, 6).hideSteps(2, 4).hideSteps(5, 6).revealSteps();

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void hiddenRowsTakeNoPlaceInASample() {
        run.logs(0, 6).hideSteps(2, 4);

        assertThat(caller.steps(RUN, "(minStep: 0, maxStep: 6, samples: 4)")).containsExactly(0L, 1L, 4L, 5L);
    }

    @Test
    void heldRowsAreShownAsTheyWere() {
        run.logs(0, 3).holdRows().logs(3, 6);

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L, 2L);
        assertThat(ask("historyLineCount").asInt()).isEqualTo(6);

        run.finished().rewind(1);

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L, 2L);

        run.releaseRows();

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L);
    }

    @Test
    void countsLagBehindRunAheadAndGoBack() {
        run.logs(0, 6).countsLines(4);

        assertThat(ask("historyLineCount").asInt()).isEqualTo(4);
        assertThat(stepCount().asInt()).isEqualTo(4);
        assertThat(caller.steps(RUN, ALL)).hasSize(6);

        run.countsLines(9);

        assertThat(ask("historyLineCount").asInt()).isEqualTo(9);
        assertThat(stepCount().asInt()).isEqualTo(9);

        run.countsTruly();

        assertThat(ask("historyLineCount").asInt()).isEqualTo(6);
        assertThat(stepCount().asInt()).isEqualTo(6);
    }

    @Test
    void whereNoLineIsCountedThereAreNoKeys() {
        run.logs(0, 6).countsLines(0);

        assertThat(ask("historyLineCount").asInt()).isZero();
        assertThat(ask("historyKeys").isNull()).isTrue();
    }

    @Test
    void theLastStepMayBeMissingOrWrong() {
        run.logs(0, 6).saysLastStep(null);

        assertThat(ask("historyKeys").has("lastStep")).isFalse();
        assertThat(stepCount().asInt()).isEqualTo(6);

        run.saysLastStep(-1L);

        assertThat(ask("historyKeys").path("lastStep").asLong()).isEqualTo(-1);

        run.countsTruly();

        assertThat(ask("historyKeys").path("lastStep").asLong()).isEqualTo(5);
    }

    @Test
    void aServerServesNoMoreRowsThanItsLimit() {
        run.logs(0, 100);
        run.systemMetrics(Map.of("system.cpu", 1)).systemMetrics(Map.of("system.cpu", 2));
        wandb.simulator().maxSamples(1);

        assertThat(caller.steps(RUN, ALL)).hasSize(1);
        assertThat(caller.sampled(RUN, "{\"keys\":[\"_step\"],\"samples\":100}"))
                .hasSize(1);
        assertThat(ask("events(samples: 10)")).hasSize(1);

        wandb.simulator().maxSamples(100);

        assertThat(caller.steps(RUN, ALL)).hasSize(100);
    }

    @Test
    void rowsAboveTheLimitAreThinnedOutInOrder() {
        run.logs(0, 100);
        wandb.simulator().maxSamples(60);

        assertThat(caller.steps(RUN, ALL)).hasSize(60).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void answersEndWhereTheyAreTooLongButHaveARow() {
        run.log(0, Map.of("text", "x".repeat(500))).logs(1, 100);
        wandb.simulator().maxCharacters(1000);

        assertThat(caller.steps(RUN, ALL)).startsWith(0L, 1L).isSorted().hasSizeLessThan(20);

        wandb.simulator().maxCharacters(100);

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L);
    }
}
