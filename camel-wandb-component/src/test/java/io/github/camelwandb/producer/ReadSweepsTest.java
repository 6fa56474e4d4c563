// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Sweep;
import io.github.camelwandb.simulator.Fault;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadSweepsTest extends OperatingTestSupport {

    @Test
    void getSweepAnswersTheSweepOfTheOption() {
        wandb.run("team/vision/r1").sweep("s1");
        wandb.run("team/vision/r2").sweep("s1");

        Sweep sweep = answer("wandb:team/vision?operation=getSweep&sweep=s1", Sweep.class);

        assertThat(sweep.project()).hasToString("team/vision");
        assertThat(sweep.id()).isEqualTo("s1");
        assertThat(sweep.state()).isEqualTo("RUNNING");
        assertThat(sweep.method()).isEqualTo("random");
        assertThat(sweep.config()).contains("method: random");
        assertThat(sweep.runCount()).isEqualTo(2);
        assertThat(sweep.expectedRunCount()).isNull();
        assertThat(sweep.url()).endsWith("/team/vision/sweeps/s1");
    }

    @Test
    void theHeaderNamesAnotherSweep() {
        wandb.run("team/vision/r1").sweep("s1");
        wandb.run("team/vision/r2").sweep("s2");

        Sweep sweep = answer(
                        "wandb:team/vision?operation=getSweep&sweep=s1",
                        null,
                        Map.of(WandbConstants.OVERRIDE_SWEEP, "s2"))
                .getMessage()
                .getBody(Sweep.class);

        assertThat(sweep.id()).isEqualTo("s2");
    }

    @Test
    void aMessageThatNamesNoSweepIsRefused() {
        wandb.run("team/vision/r1").sweep("s1");

        refusal("wandb:team/vision?operation=getSweep", null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option sweep")
                .hasMessageContaining("CamelWandbOverrideSweep");
        refusal("wandb:team/vision?operation=getSweep", null, Map.of(WandbConstants.OVERRIDE_SWEEP, "team/vision/s1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbOverrideSweep=team/vision/s1");
        assertThat(requests("Sweep")).isZero();
    }

    @Test
    void anUnknownSweepIsNotFoundAndSoIsAnUnknownProject() {
        wandb.run("team/vision/r1").sweep("s1");

        refusal("wandb:team/vision?operation=getSweep&sweep=nope", null, Map.of())
                .hasMessageContaining("Sweep nope of team/vision")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/nowhere?operation=getSweep&sweep=s1", null, Map.of())
                .hasMessageContaining("team/nowhere")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/nowhere?operation=listSweeps", null, Map.of())
                .hasMessageContaining("team/nowhere")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void anOldServerAnswersWhatItKnowsOfASweep() {
        wandb.run("team/vision/r1").sweep("s1");
        wandb.simulator()
                .faults()
                .add(Fault.status(
                                400,
                                "{\"errors\":[{\"message\":\"Cannot query field \\\"displayName\\\" on type \\\"Sweep\\\".\"}]}")
                        .on("Sweep"));

        Sweep sweep = answer("wandb:team/vision?operation=getSweep&sweep=s1", Sweep.class);

        assertThat(sweep.id()).isEqualTo("s1");
        assertThat(sweep.state()).isEqualTo("RUNNING");
        assertThat(sweep.displayName()).isNull();
    }

    @Test
    void listSweepsAsksForAPageWhenItGetsThere() {
        for (int i = 0; i < 5; i++) {
            wandb.run("team/vision/r" + i).sweep("s" + i);
        }

        Iterator<?> sweeps = answer("wandb:team/vision?operation=listSweeps&pageSize=2", Iterator.class);

        assertThat(requests("Sweeps")).isEqualTo(1);
        List<Sweep> all = take(sweeps, 10, Sweep.class);
        assertThat(all).extracting(Sweep::id).containsExactly("s0", "s1", "s2", "s3", "s4");
        assertThat(requests("Sweeps")).isEqualTo(3);
    }
}
