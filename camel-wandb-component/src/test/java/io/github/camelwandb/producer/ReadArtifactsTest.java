// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedArtifact;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadArtifactsTest extends OperatingTestSupport {

    private static final String RUN = "team/vision/r1";

    private SimulatedArtifact logged(String run, String type, String name, String content) {
        return wandb.simulator().logArtifact(run, type, name, Map.of("a.txt", content.getBytes(UTF_8)));
    }

    private List<String> names(String uri, Map<String, ?> headers) {
        Iterator<?> artifacts = answer(uri, null, headers).getMessage().getBody(Iterator.class);
        return take(artifacts, 1_000, Artifact.class).stream()
                .map(Artifact::name)
                .toList();
    }

    @Test
    void getArtifactAnswersAVersionByAliasNumberAndDigest() {
        SimulatedArtifact first = logged(RUN, "dataset", "mnist", "one");
        logged(RUN, "dataset", "mnist", "two");

        for (String name : List.of("mnist:v0", "mnist:" + first.digest())) {
            var answer = answer("wandb:team/vision?operation=getArtifact", null, Map.of(WandbConstants.ARTIFACT, name));
            Artifact artifact = answer.getMessage().getBody(Artifact.class);
            assertThat(artifact.name()).isEqualTo("mnist:v0");
            assertThat(artifact.digest()).isEqualTo(first.digest());
            assertThat(answer.getMessage().getHeader(WandbConstants.ARTIFACT_NAME))
                    .isEqualTo("mnist:v0");
        }
        Artifact latest = answer("wandb:team/vision?operation=getArtifact&artifact=mnist", Artifact.class);
        assertThat(latest.project()).hasToString("team/vision");
        assertThat(latest.version()).isEqualTo(1);
        assertThat(latest.type()).isEqualTo("dataset");
        assertThat(latest.state()).isEqualTo("COMMITTED");
        assertThat(latest.aliases()).containsExactly("latest");
        assertThat(latest.sizeBytes()).isEqualTo(3);
        assertThat(latest.fileCount()).isEqualTo(1);
        assertThat(latest.url()).endsWith("/team/vision/artifacts/dataset/mnist/v1");
    }

    @Test
    void anArtifactIsJsonForThoseWhoWantText() {
        logged(RUN, "dataset", "mnist", "one");

        assertThat(answer("wandb:team/vision?operation=getArtifact&artifact=mnist:v0", String.class))
                .contains("\"entity\":\"team\"", "\"name\":\"mnist:v0\"", "\"aliases\":[\"latest\"]");
    }

    @Test
    void anArtifactThatIsNotThereIsNotFound() {
        logged(RUN, "dataset", "mnist", "one");

        for (String name : List.of("mnist:v7", "cifar")) {
            refusal("wandb:team/vision?operation=getArtifact", null, Map.of(WandbConstants.ARTIFACT, name))
                    .hasMessageContaining("Project team/vision has no artifact " + name)
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
        refusal("wandb:team/none?operation=getArtifact&artifact=mnist", null, Map.of())
                .hasMessageContaining("Project team/none does not exist")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void aNameThatIsNoneIsRefusedAndNothingIsAsked() {
        for (String name : List.of("", " ", ":v1", "mnist:", "mnist:v1:v2", "other/mnist:v1")) {
            refusal("wandb:team/vision?operation=getArtifact", null, Map.of(WandbConstants.ARTIFACT, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("header CamelWandbArtifact: '" + name + "'");
        }
        refusal("wandb:team/vision?operation=getArtifact", null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbArtifact")
                .hasMessageContaining("option artifact");
        assertThat(requests("Artifact")).isZero();
    }

    @Test
    void listArtifactsAnswersWhatARunLoggedAndReadsAsItGoes() {
        logged(RUN, "dataset", "mnist", "one");
        logged(RUN, "dataset", "mnist", "two");
        logged(RUN, "model", "vit", "weights");
        logged("team/vision/r2", "model", "other", "weights");

        Iterator<?> artifacts = answer("wandb:" + RUN + "?operation=listArtifacts&pageSize=2", Iterator.class);

        assertThat(take(artifacts, 2, Artifact.class)).hasSize(2);
        assertThat(requests("RunOutputArtifacts")).isEqualTo(1);
        assertThat(take(artifacts, 2, Artifact.class))
                .extracting(Artifact::name)
                .containsExactly("vit:v0");
        assertThat(requests("RunOutputArtifacts")).isEqualTo(2);
    }

    @Test
    void onRequestItAnswersWhatTheRunUsed() {
        logged(RUN, "dataset", "mnist", "one");
        logged("team/vision/r2", "model", "vit", "weights");
        answer("wandb:team/vision/r2?operation=useArtifact&artifact=mnist:latest", null, Map.of());

        assertThat(names("wandb:team/vision/r2?operation=listArtifacts&usedArtifacts=true", Map.of()))
                .containsExactly("mnist:v0");
        assertThat(names("wandb:team/vision/r2?operation=listArtifacts", Map.of(WandbConstants.USED_ARTIFACTS, "true")))
                .containsExactly("mnist:v0");
        assertThat(names(
                        "wandb:team/vision/r2?operation=listArtifacts&usedArtifacts=true",
                        Map.of(WandbConstants.USED_ARTIFACTS, false)))
                .containsExactly("vit:v0");
    }

    @Test
    void withoutARunItAnswersTheVersionsOfAName() {
        for (int i = 0; i < 5; i++) {
            logged(RUN, "dataset", "mnist", "content " + i);
        }

        assertThat(names(
                        "wandb:team/vision?operation=listArtifacts&pageSize=2",
                        Map.of(WandbConstants.ARTIFACT, "mnist")))
                .containsExactly("mnist:v0", "mnist:v1", "mnist:v2", "mnist:v3", "mnist:v4");
        assertThat(requests("ArtifactVersions")).isEqualTo(3);
    }

    @Test
    void orTheVersionsOfAType() {
        logged(RUN, "dataset", "mnist", "one");
        logged(RUN, "dataset", "cifar", "one");
        logged(RUN, "dataset", "mnist", "two");
        logged(RUN, "model", "vit", "one");

        assertThat(names("wandb:team/vision?operation=listArtifacts&artifactType=dataset&pageSize=1", Map.of()))
                .containsExactly("mnist:v0", "mnist:v1", "cifar:v0");
        assertThat(names(
                        "wandb:team/vision?operation=listArtifacts&artifactType=dataset",
                        Map.of(WandbConstants.ARTIFACT_TYPE, "model")))
                .containsExactly("vit:v0");
    }

    @Test
    void whatIsToBeListedMustBeSaidAndThere() {
        logged(RUN, "dataset", "mnist", "one");

        refusal("wandb:team/vision?operation=listArtifacts", null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbOverrideRunId")
                .hasMessageContaining("CamelWandbArtifact")
                .hasMessageContaining("artifactType");
        refusal("wandb:team/vision?operation=listArtifacts&artifact=mnist:v0", null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option artifact: 'mnist:v0'");
        refusal("wandb:team/vision/r1?operation=listArtifacts", null, Map.of(WandbConstants.USED_ARTIFACTS, "perhaps"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbUsedArtifacts=perhaps");
        refusal("wandb:team/vision/none?operation=listArtifacts", null, Map.of())
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/vision?operation=listArtifacts&artifact=none", null, Map.of())
                .hasMessageContaining("has no artifact none")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/vision?operation=listArtifacts&artifactType=none", null, Map.of())
                .hasMessageContaining("no artifacts of the type none")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void aPageThatCannotBeReadFailsWhereItIsNeeded() {
        logged(RUN, "dataset", "mnist", "one");
        logged(RUN, "dataset", "mnist", "two");
        wandb.simulator()
                .faults()
                .add(Fault.status(403).on("RunOutputArtifacts").after(1));

        Iterator<?> artifacts = answer("wandb:" + RUN + "?operation=listArtifacts&pageSize=1", Iterator.class);

        assertThat(take(artifacts, 1, Artifact.class)).hasSize(1);
        assertThatThrownBy(artifacts::next)
                .isInstanceOf(WandbRouteException.class)
                .hasCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void theOverrideHeadersLeadToAnotherProjectAndRun() {
        logged("team/audio/r9", "dataset", "speech", "one");

        Map<String, String> elsewhere = Map.of(WandbConstants.OVERRIDE_PROJECT, "audio");
        assertThat(answer("wandb:team/vision?operation=getArtifact&artifact=speech", null, elsewhere)
                        .getMessage()
                        .getBody(Artifact.class)
                        .project())
                .hasToString("team/audio");
        assertThat(names(
                        "wandb:team/vision?operation=listArtifacts",
                        Map.of(WandbConstants.OVERRIDE_PROJECT, "audio", WandbConstants.OVERRIDE_RUN_ID, "r9")))
                .containsExactly("speech:v0");
    }

    @Test
    void readingIsWhatAnEndpointWithoutAnOperationMayDo() {
        logged(RUN, "dataset", "mnist", "one");

        answer(
                "wandb:team/vision",
                null,
                Map.of(WandbConstants.OPERATION, "getArtifact", WandbConstants.ARTIFACT, "mnist"));
        for (String write : List.of("logArtifact", "useArtifact", "setArtifactAliases")) {
            refusal("wandb:" + RUN, null, Map.of(WandbConstants.OPERATION, write))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("only reads");
        }
    }
}
