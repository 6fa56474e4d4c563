// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ComparisonTest {

    private static final String FIRST = "{\"_entity\":\"e\",\"_runId\":\"r\",\"_step\":0,\"loss\":0.5}";
    private static final String SECOND = "{\"_entity\":\"e\",\"_runId\":\"r\",\"_step\":1,\"loss\":\"NaN\"}";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private List<SimulatedRun> held;

    @BeforeEach
    void logTwoRows() {
        wandb.run("e/p/r").logJson("{\"_step\":0,\"loss\":0.5}").logJson("{\"loss\":NaN,\"_step\":1}");
        held = wandb.simulator().runs("e/p");
    }

    @Test
    void aSinkThatHoldsEachRowOnceIsExact() {
        Comparison comparison = Comparison.of(held, List.of(FIRST, SECOND));

        assertThat(comparison.isExact()).isTrue();
        assertThat(comparison).hasToString("delivered 2 rows of 1 runs: 0 missing, 0 repeated");
    }

    @Test
    void aRowThatIsNotThereIsMissing() {
        assertThat(Comparison.of(held, List.of(FIRST)))
                .hasToString("delivered 1 rows of 1 runs: 1 missing, 0 repeated")
                .matches(comparison -> !comparison.isExact());
    }

    @Test
    void aSecondCopyIsRepeated() {
        assertThat(Comparison.of(held, List.of(FIRST, SECOND, FIRST)))
                .hasToString("delivered 3 rows of 1 runs: 0 missing, 1 repeated")
                .matches(comparison -> !comparison.isExact());
    }

    @Test
    void aRowWithAnotherValueOrOfAnotherRunIsNotThatRow() {
        assertThat(Comparison.of(held, List.of(FIRST.replace("0.5", "0.6"), SECOND.replace("\"r\"", "\"s\""))))
                .hasToString("delivered 2 rows of 2 runs: 2 missing, 2 repeated");
    }

    @Test
    void textThatIsNotARowIsAnError() {
        assertThatThrownBy(() -> Comparison.of(held, List.of(FIRST.substring(0, 20))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
