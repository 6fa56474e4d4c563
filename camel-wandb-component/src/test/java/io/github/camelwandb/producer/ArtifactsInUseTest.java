// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedArtifact;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which runs use artifacts, and what these are called. */
class ArtifactsInUseTest extends OperatingTestSupport {

    private static final String USE = "wandb:team/vision/r1?operation=useArtifact";
    private static final String SET = "wandb:team/vision?operation=setArtifactAliases&artifact=mnist:v0";

    private SimulatedArtifact logged(String project, String content) {
        return wandb.simulator()
                .logArtifact(project + "/maker", "dataset", "mnist", Map.of("a.txt", content.getBytes(UTF_8)));
    }

    private List<String> used() {
        Iterator<?> artifacts =
                answer("wandb:team/vision/r1?operation=listArtifacts&usedArtifacts=true", Iterator.class);
        return take(artifacts, 100, Artifact.class).stream()
                .map(Artifact::toString)
                .toList();
    }

    private Artifact set(Object body) {
        return answer(SET, body, Map.of()).getMessage().getBody(Artifact.class);
    }

    @Test
    void aRunUsesAVersionOfItsProject() {
        wandb.run("team/vision/r1");
        logged("team/vision", "one");
        logged("team/vision", "two");

        for (int i = 0; i < 2; i++) {
            var answer = answer(USE, null, Map.of(WandbConstants.ARTIFACT, "mnist:latest"));
            assertThat(answer.getMessage().getBody(Artifact.class).name()).isEqualTo("mnist:v1");
            assertThat(answer.getMessage().getHeader(WandbConstants.ARTIFACT_NAME))
                    .isEqualTo("mnist:v1");
        }

        assertThat(used()).containsExactly("team/vision/mnist:v1");
    }

    @Test
    void orOfAnotherProject() {
        wandb.run("team/vision/r1");
        logged("team/shared", "one");
        logged("others/data", "one");

        answer(USE, null, Map.of(WandbConstants.ARTIFACT, "shared/mnist"));
        answer(USE + "&artifact=others/data/mnist:v0", null, Map.of());

        assertThat(used()).containsExactly("team/shared/mnist:v0", "others/data/mnist:v0");
    }

    @Test
    void whatIsNotThereCannotBeUsed() {
        wandb.run("team/vision/r1");
        logged("team/vision", "one");

        refusal(USE, null, Map.of(WandbConstants.ARTIFACT, "mnist:v9"))
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/vision/none?operation=useArtifact&artifact=mnist", null, Map.of())
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/vision?operation=useArtifact&artifact=mnist", null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbOverrideRunId");
        for (String name : List.of("a/b/c/d:v1", "/mnist", "team//mnist:v0")) {
            refusal(USE, null, Map.of(WandbConstants.ARTIFACT, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("header CamelWandbArtifact: '" + name + "'");
        }
        wandb.simulator().faults().add(Fault.errors("permission denied").on("UseArtifact"));
        refusal(USE, null, Map.of(WandbConstants.ARTIFACT, "mnist")).hasCauseInstanceOf(WandbPermissionException.class);
        assertThat(used()).isEmpty();
    }

    @Test
    void aliasesAreAddedTakenFromOtherVersionsAndRemoved() {
        logged("team/vision", "one");
        logged("team/vision", "two");

        assertThat(set(Map.of("addAliases", List.of("best", "prod"))).aliases()).containsExactly("best", "prod");
        assertThat(set(Map.of("addAliases", List.of("latest"), "removeAliases", List.of("best")))
                        .aliases())
                .containsExactly("latest", "prod");

        assertThat(wandb.simulator().artifacts("team/vision"))
                .extracting(SimulatedArtifact::aliases)
                .containsExactly(List.of("latest", "prod"), List.of());
    }

    @Test
    void aliasesAreReplacedButForLatest() {
        logged("team/vision", "one");
        set(Map.of("addAliases", List.of("best", "prod")));

        assertThat(set("{\"aliases\":[\"prod\",\"new\"]}").aliases()).containsExactly("latest", "new", "prod");
        assertThat(set(Map.of("aliases", List.of())).aliases()).containsExactly("latest");
    }

    @Test
    void whatChangesNothingAsksForNoChange() {
        logged("team/vision", "one");

        assertThat(set(Map.of("addAliases", List.of("latest"), "removeAliases", List.of("none")))
                        .aliases())
                .containsExactly("latest");

        assertThat(requests("AddAliases")).isZero();
        assertThat(requests("DeleteAliases")).isZero();
    }

    @Test
    void badInputIsRefusedBeforeAnythingIsAsked() {
        logged("team/vision", "one");

        refusal(SET, null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body");
        refusal(SET, Map.of("alias", "x"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alias")
                .hasMessageContaining("addAliases");
        refusal(SET, Map.of("addAliases", "x"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addAliases=x");
        for (String alias : List.of("", "a/b", "a:b", "v12")) {
            refusal(SET, Map.of("aliases", List.of(alias)), Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + alias + "'");
        }
        refusal(SET, Map.of("addAliases", List.of("x"), "removeAliases", List.of("x")), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x'");
        refusal(SET, Map.of("addAliases", List.of("x")), Map.of(WandbConstants.ARTIFACT, "other/p/mnist:v0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header CamelWandbArtifact:");
        assertThat(requests("Artifact")).isZero();
    }

    @Test
    void whoMayNotWriteIsTold() {
        logged("team/vision", "one");
        wandb.simulator().faults().add(Fault.errors("permission denied").on("AddAliases"));

        refusal(SET, Map.of("addAliases", List.of("x")), Map.of()).hasCauseInstanceOf(WandbPermissionException.class);
    }
}
