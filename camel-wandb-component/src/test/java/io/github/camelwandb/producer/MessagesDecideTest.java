// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** What the headers of a message can decide, and what they cannot. */
class MessagesDecideTest extends OperatingTestSupport {

    @Test
    void anEndpointWithoutOperationReadsWhatTheHeaderSays() {
        wandb.run("team/vision/r1");

        assertThat(bodyOf("wandb:team/vision/r1", WandbOperation.getRun)).isInstanceOf(Run.class);
        assertThat(bodyOf("wandb:team/vision/r1", "countRuns")).isEqualTo(1L);
        assertThat(bodyOf("wandb:team/vision/r1", "QUERYRUNS")).isInstanceOf(Iterator.class);
    }

    @Test
    void anEndpointWithoutOperationDoesNotWrite() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1));

        for (Object operation : List.of("updateConfig", WandbOperation.updateConfig)) {
            refusal("wandb:team/vision/r1", Map.of("lr", 1), Map.of(WandbConstants.OPERATION, operation))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbOperation=updateConfig")
                    .hasMessageContaining("option operation");
        }

        assertThat(run.config()).containsEntry("lr", Map.of("value", 0.1));
        assertThat(requests("UpdateRun")).isZero();
    }

    @Test
    void anEndpointThatReadsDoesNotWrite() {
        wandb.run("team/vision/r1");

        refusal(
                        "wandb:team/vision/r1?operation=getRun",
                        Map.of("a", 1),
                        Map.of(WandbConstants.OPERATION, "updateSummary"))
                .hasMessageContaining("only reads");
        assertThat(requests("UpdateRun")).isZero();
    }

    @Test
    void anEndpointThatWritesDoesWhatTheHeaderSays() {
        SimulatedRun run = wandb.run("team/vision/r1");

        answer(
                "wandb:team/vision/r1?operation=updateConfig",
                Map.of("best", 1),
                Map.of(WandbConstants.OPERATION, "updateSummary"));

        assertThat(run.summary()).containsEntry("best", 1);
        assertThat(bodyOf("wandb:team/vision/r1?operation=updateConfig", "countRuns"))
                .isEqualTo(1L);
    }

    @Test
    void anUnknownOperationIsRefusedWithThoseThereAre() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision/r1", null, Map.of(WandbConstants.OPERATION, "deleteEverything"))
                .hasMessageContaining("CamelWandbOperation=deleteEverything")
                .hasMessageContaining("getRun")
                .hasMessageNotContaining("updateRun");
    }

    @Test
    void aMessageWithoutOperationIsRefusedWhereTheEndpointHasNone() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision/r1", null, Map.of())
                .hasMessageContaining("option operation")
                .hasMessageContaining("CamelWandbOperation");
    }

    @Test
    void theOverrideHeadersLeadElsewhere() {
        wandb.run("team/vision/r1");
        wandb.run("other/speech/r2");

        assertThat(pathOf(Map.of(WandbConstants.OVERRIDE_RUN_ID, "r1"))).isEqualTo("team/vision/r1");
        assertThat(pathOf(Map.of(
                        WandbConstants.OVERRIDE_ENTITY, "other",
                        WandbConstants.OVERRIDE_PROJECT, "speech",
                        WandbConstants.OVERRIDE_RUN_ID, "r2".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("other/speech/r2");
    }

    @Test
    void whatAConsumerTellsLeadsNowhere() {
        wandb.run("team/vision/r1");
        wandb.run("other/speech/r2");

        Run run = answer(
                        "wandb:team/vision/r1?operation=getRun",
                        null,
                        Map.of(
                                WandbConstants.ENTITY, "other",
                                WandbConstants.PROJECT, "speech",
                                WandbConstants.RUN_ID, "r2"))
                .getMessage()
                .getBody(Run.class);

        assertThat(run.path()).hasToString("team/vision/r1");
    }

    @Test
    void aRunThatARouteFollowsIsNotTheOneThatItChanges() throws Exception {
        SimulatedRun followed = wandb.run("other/speech/r2").logs(0, 1).finished();
        SimulatedRun changed = wandb.run("team/vision/r1");
        MockEndpoint done = getMockEndpoint("mock:done");
        done.expectedMessageCount(1);

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:other/speech?includeRun=false")
                        .setBody(constant("{\"seen\":1}"))
                        .to("wandb:team/vision/r1?operation=updateSummary")
                        .to(done);
            }
        });

        done.assertIsSatisfied();
        assertThat(done.getReceivedExchanges().get(0).getMessage().getHeader(WandbConstants.RUN_ID))
                .isEqualTo("r2");
        assertThat(changed.summary()).containsEntry("seen", 1);
        assertThat(followed.summary()).doesNotContainKey("seen");
    }

    @Test
    void aMessageThatNamesNoRunIsRefused() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision?operation=getRun", null, Map.of(WandbConstants.RUN_ID, "r1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("team/vision")
                .hasMessageContaining("CamelWandbOverrideRunId");
    }

    @Test
    void aMessageEndsNoLineOfALog() {
        wandb.run("team/vision/r1");
        String forged = "x\n2026-01-31 INFO forged\u0085";
        String shown = "x\\n2026-01-31 INFO forged\\u0085";

        for (Map<String, String> headers : List.of(
                Map.of(WandbConstants.OPERATION, forged),
                Map.of(WandbConstants.OVERRIDE_RUN_ID, forged),
                Map.of(WandbConstants.OVERRIDE_RUN_ID, forged + "/"),
                Map.of(WandbConstants.OVERRIDE_PROJECT, forged),
                Map.of(WandbConstants.OPERATION, "getArtifact", WandbConstants.ARTIFACT, forged))) {
            refusal("wandb:team/vision/r1", null, headers(headers))
                    .message()
                    .contains(shown)
                    .doesNotContain("\n", "\u0085");
        }
        refusal("wandb:team/vision/r1?operation=deleteRun", null, Map.of(WandbConstants.OVERRIDE_PROJECT, forged))
                .hasMessageContaining("CamelWandbOverrideProject=" + shown);
    }

    /** Read, if they do not say otherwise. */
    private static Map<String, String> headers(Map<String, String> given) {
        Map<String, String> headers = new HashMap<>(Map.of(WandbConstants.OPERATION, "getRun"));
        headers.putAll(given);
        return headers;
    }

    @Test
    void anOverrideThatIsNoPartOfAPathIsRefused() {
        wandb.run("team/vision/r1");

        for (String value : List.of("", " ", "vision/r1")) {
            refusal("wandb:team/vision?operation=getRun", null, Map.of(WandbConstants.OVERRIDE_RUN_ID, value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbOverrideRunId=" + value);
        }
    }

    @Test
    void aDashIsTheDefaultEntityOfTheKeyAndIsAskedForOnce() {
        String entity = "simulator";
        wandb.run(entity + "/vision/r1");

        String uri = "wandb:-/vision/r1?operation=getRun";
        assertThat(answer(uri, Run.class).path()).hasToString(entity + "/vision/r1");
        int viewers = requests("Viewer");
        answer(uri, Run.class);

        assertThat(requests("Viewer")).isEqualTo(viewers);
    }

    private Object bodyOf(String uri, Object operation) {
        return answer(uri, null, Map.of(WandbConstants.OPERATION, operation))
                .getMessage()
                .getBody();
    }

    private String pathOf(Map<String, ?> headers) {
        return answer("wandb:team/vision?operation=getRun", null, headers)
                .getMessage()
                .getBody(Run.class)
                .path()
                .toString();
    }
}
