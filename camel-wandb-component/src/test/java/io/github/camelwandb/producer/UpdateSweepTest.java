// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdateSweepTest extends OperatingTestSupport {

    private static final String SWEEP = "wandb:team/vision?operation=updateSweep&sweep=s1";

    @BeforeEach
    void aSweepIsRunning() {
        wandb.run("team/vision/r1").sweep("s1");
    }

    private String state(Object body, Map<String, ?> headers) {
        return answer(SWEEP, body, headers).getMessage().getBody(Sweep.class).state();
    }

    private String state(String action) {
        return state(null, Map.of(WandbConstants.SWEEP_ACTION, action));
    }

    private String stateAtTheServer() {
        return answer("wandb:team/vision?operation=getSweep&sweep=s1", Sweep.class)
                .state();
    }

    @Test
    void aSweepIsPausedAndResumedAndStopped() {
        assertThat(state("pause")).isEqualTo("PAUSED");
        assertThat(stateAtTheServer()).isEqualTo("PAUSED");
        assertThat(state("resume")).isEqualTo("RUNNING");
        assertThat(state("stop")).isEqualTo("FINISHED");
        assertThat(stateAtTheServer()).isEqualTo("FINISHED");
    }

    @Test
    void aSweepIsCanceledWithItsRuns() {
        wandb.run("team/vision/r2").sweep("s1").finished();

        assertThat(state(" Cancel ")).isEqualTo("CANCELED");

        assertThat(wandb.run("team/vision/r1").state()).isEqualTo("killed");
        assertThat(wandb.run("team/vision/r2").state()).isEqualTo("finished");
    }

    @Test
    void theBodySaysItWhereNoHeaderDoes() {
        assertThat(state("pause", Map.of())).isEqualTo("PAUSED");
        assertThat(state("cancel", Map.of(WandbConstants.SWEEP_ACTION, "resume")))
                .isEqualTo("RUNNING");
    }

    @Test
    void whatIsSoAlreadyIsLeftAsItIs() {
        state("pause");

        assertThat(state("pause")).isEqualTo("PAUSED");
        assertThat(requests("UpdateSweep")).isEqualTo(1);
    }

    @Test
    void aSweepThatHasEndedStaysEnded() {
        state("stop");

        for (String action : List.of("pause", "resume", "cancel")) {
            refusal(SWEEP, null, Map.of(WandbConstants.SWEEP_ACTION, action))
                    .hasMessageContaining("s1 of team/vision")
                    .hasMessageContaining("FINISHED")
                    .hasMessageContaining(action)
                    .hasCauseInstanceOf(WandbBadRequestException.class);
        }
        assertThat(stateAtTheServer()).isEqualTo("FINISHED");
    }

    @Test
    void anOperationThatAHeaderChoseNeitherStopsNorCancels() {
        String writing = "wandb:team/vision?operation=updateRun&sweep=s1";
        for (String action : List.of("stop", "cancel")) {
            Map<String, String> headers =
                    Map.of(WandbConstants.OPERATION, "updateSweep", WandbConstants.SWEEP_ACTION, action);
            refusal(writing, null, headers)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbOperation")
                    .hasMessageContaining(action);
            refusal(SWEEP, null, headers).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(requests("UpdateSweep")).isZero();

        answer(writing, "pause", Map.of(WandbConstants.OPERATION, "updateSweep"));
        assertThat(stateAtTheServer()).isEqualTo("PAUSED");
    }

    @Test
    void anEndpointThatReadsDoesNotPause() {
        refusal("wandb:team/vision?sweep=s1", "pause", Map.of(WandbConstants.OPERATION, "updateSweep"))
                .hasMessageContaining("only reads");
    }

    @Test
    void aMessageLeadsToNoOtherProjectToStopSomething() {
        wandb.run("team/speech/r1").sweep("s1");
        Map<String, String> headers = new HashMap<>(Map.of(WandbConstants.OVERRIDE_PROJECT, "speech"));

        headers.put(WandbConstants.SWEEP_ACTION, "stop");
        refusal(SWEEP, null, headers)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbOverrideProject=speech");

        headers.put(WandbConstants.SWEEP_ACTION, "pause");
        Sweep paused = answer(SWEEP, null, headers).getMessage().getBody(Sweep.class);
        assertThat(paused.project()).hasToString("team/speech");
    }

    @Test
    void anUnknownSweepIsNotFound() {
        refusal("wandb:team/vision?operation=updateSweep&sweep=nope", "pause", Map.of())
                .hasMessageContaining("Sweep nope of team/vision")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void whatIsNoActionIsRefusedWithThoseThereAre() {
        for (Object body : List.of("halt", "", Map.of("state", "PAUSED"), 7)) {
            refusal(SWEEP, body, Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pause, resume, stop, cancel");
        }
        refusal(SWEEP, null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbSweepAction");
        refusal(SWEEP, "pause", Map.of(WandbConstants.SWEEP_ACTION, "halt"))
                .hasMessageContaining("CamelWandbSweepAction=halt");
        refusal("wandb:team/vision?operation=updateSweep", "pause", Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbOverrideSweep");
        assertThat(requests("UpdateSweep")).isZero();
    }
}
