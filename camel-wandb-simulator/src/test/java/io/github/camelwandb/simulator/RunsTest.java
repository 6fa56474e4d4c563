// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunsTest {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private Caller caller;

    @BeforeEach
    void connect() {
        caller = Caller.of(wandb.simulator());
    }

    @Test
    void theViewerIsTheOwnerOfTheKey() {
        assertThat(caller.graphql("{ viewer { username entity } }")
                        .data()
                        .path("viewer")
                        .path("username")
                        .asText())
                .isEqualTo("simulator");
    }

    @Test
    void aRunIsServedAsItWasScripted() {
        wandb.run("team/vision/r1")
                .displayName("lively-dawn-1")
                .tags("a", "b")
                .group("g")
                .jobType("train")
                .notes("n")
                .sweep("s1")
                .config(Map.of("lr", 0.1))
                .log(0, Map.of("loss", 0.5))
                .finished();

        JsonNode run = caller.run(
                "team/vision/r1",
                "name displayName tags group jobType notes sweepName state config summaryMetrics historyLineCount");

        assertThat(run.path("name").asText()).isEqualTo("r1");
        assertThat(run.path("displayName").asText()).isEqualTo("lively-dawn-1");
        assertThat(run.path("tags")).extracting(JsonNode::asText).containsExactly("a", "b");
        assertThat(run.path("group").asText()).isEqualTo("g");
        assertThat(run.path("jobType").asText()).isEqualTo("train");
        assertThat(run.path("notes").asText()).isEqualTo("n");
        assertThat(run.path("sweepName").asText()).isEqualTo("s1");
        assertThat(run.path("state").asText()).isEqualTo("finished");
        assertThat(run.path("config").asText()).isEqualTo("{\"lr\":{\"value\":0.1}}");
        assertThat(Caller.tree(run.path("summaryMetrics").asText()).path("loss").asDouble())
                .isEqualTo(0.5);
        assertThat(run.path("historyLineCount").asInt()).isEqualTo(1);
    }
}
