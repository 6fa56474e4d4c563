// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.SimulatedArtifact;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogArtifactTest extends OperatingTestSupport {

    private static final String LOG = "wandb:team/vision/r1?operation=logArtifact&artifact=mnist&artifactType=dataset";

    @TempDir
    Path folder;

    @BeforeEach
    void aRun() {
        wandb.run("team/vision/r1");
    }

    private Artifact log(Object body, Map<String, ?> headers) {
        return answer(LOG, body, headers).getMessage().getBody(Artifact.class);
    }

    private List<SimulatedArtifact> versions() {
        return wandb.simulator().artifacts("team/vision");
    }

    private SimulatedArtifact only() {
        assertThat(versions()).hasSize(1);
        return versions().get(0);
    }

    private static Map<String, String> texts(SimulatedArtifact artifact) {
        Map<String, String> texts = new TreeMap<>();
        artifact.files().forEach((name, content) -> texts.put(name, new String(content, UTF_8)));
        return texts;
    }

    private void allowAttempts(int count) {
        context.getComponent("wandb", WandbComponent.class).setMaxAttempts(count);
    }

    @Test
    void aFolderIsLoggedWithAllThatIsInIt() throws Exception {
        Files.createDirectories(folder.resolve("train/deep"));
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(folder.resolve("train/deep/b c.txt"), "b");

        Exchange answer = answer(LOG, folder.toFile(), Map.of());

        Artifact artifact = answer.getMessage().getBody(Artifact.class);
        assertThat(artifact.name()).isEqualTo("mnist:v0");
        assertThat(artifact.state()).isEqualTo("COMMITTED");
        assertThat(artifact.aliases()).containsExactly("latest");
        assertThat(answer.getMessage().getHeader(WandbConstants.ARTIFACT_NAME)).isEqualTo("mnist:v0");
        assertThat(texts(only())).isEqualTo(Map.of("a.txt", "a", "train/deep/b c.txt", "b"));
        assertThat(only().type()).isEqualTo("dataset");
        assertThat(wandb.simulator().requests("createArtifact"))
                .singleElement()
                .satisfies(request -> assertThat(request.variables().toString()).contains("r1"));
    }

    @Test
    void aMapHoldsContentsByName() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "of a file");
        Map<String, Object> body = new HashMap<>();
        body.put("text.txt", "text é");
        body.put("bytes/b", new byte[] {'b'});
        body.put("file", file.toFile());
        body.put("path", file);
        body.put("stream", new ByteArrayInputStream("once".getBytes(UTF_8)));
        body.put("empty", "");

        log(body, Map.of());

        assertThat(texts(only()))
                .isEqualTo(Map.of(
                        "text.txt",
                        "text é",
                        "bytes/b",
                        "b",
                        "file",
                        "of a file",
                        "path",
                        "of a file",
                        "stream",
                        "once",
                        "empty",
                        ""));
    }

    @Test
    void oneFileIsCalledByTheHeaderOrByItsOwnName() throws Exception {
        Path file = Files.writeString(folder.resolve("own.txt"), "x");

        log(file, Map.of());
        log(file, Map.of(WandbConstants.FILE_NAME, "models/other.txt"));
        log("text", Map.of(Exchange.FILE_NAME, "camel.txt"));

        assertThat(versions())
                .extracting(LogArtifactTest::texts)
                .containsExactly(Map.of("own.txt", "x"), Map.of("models/other.txt", "x"), Map.of("camel.txt", "text"));
    }

    @Test
    void theFileComponentGivesFilesToLog() throws Exception {
        Files.writeString(folder.resolve("w.bin"), "weights");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?noop=true&initialDelay=0").to(LOG).to("mock:end");
            }
        });
        getMockEndpoint("mock:end").expectedMessageCount(1);

        getMockEndpoint("mock:end").assertIsSatisfied();

        assertThat(texts(only())).isEqualTo(Map.of("w.bin", "weights"));
    }

    @Test
    void whatIsSaidOfItIsKept() {
        Artifact artifact = log(
                Map.of("a", "a"),
                Map.of(
                        WandbConstants.ARTIFACT_ALIASES, "best, prod",
                        WandbConstants.ARTIFACT_DESCRIPTION, "of hands",
                        WandbConstants.ARTIFACT_METADATA, "{\"rows\":2,\"deep\":{\"list\":[1]}}",
                        WandbConstants.ARTIFACT_REFERENCES, Map.of("raw/x", "s3://bucket/x")));

        assertThat(artifact.aliases()).containsExactlyInAnyOrder("best", "latest", "prod");
        assertThat(artifact.description()).isEqualTo("of hands");
        assertThat(artifact.metadata()).isEqualTo(Map.of("rows", 2, "deep", Map.of("list", List.of(1))));
        assertThat(only().manifest()).contains("\"raw/x\":{\"digest\":\"s3://bucket/x\",\"ref\":\"s3://bucket/x\"}");
    }

    @Test
    void anArtifactMayBeReferencesOnly() {
        log(null, Map.of(WandbConstants.ARTIFACT_REFERENCES, Map.of("raw", "gs://bucket/raw")));

        assertThat(only().files()).isEmpty();
        assertThat(only().manifest()).contains("gs://bucket/raw");
        assertThat(requests("CreateArtifactFiles")).isZero();
    }

    @Test
    void theSameContentIsTheSameVersionAndNothingIsSent() {
        Artifact first = log(Map.of("a", "a", "b", "b"), Map.of());
        wandb.simulator().forgetRequests();

        Artifact again = log(Map.of("b", "b", "a", "a"), Map.of());

        assertThat(again).isEqualTo(first);
        assertThat(versions()).hasSize(1);
        assertThat(requests("artifact_file")).isZero();
        assertThat(requests("CommitArtifact")).isZero();
    }

    @Test
    void theSameContentUnderOtherAliasesMovesThem() {
        log(Map.of("a", "1"), Map.of(WandbConstants.ARTIFACT_ALIASES, List.of("best")));
        log(Map.of("a", "2"), Map.of(WandbConstants.ARTIFACT_ALIASES, List.of("best")));

        Artifact again = log(Map.of("a", "1"), Map.of(WandbConstants.ARTIFACT_ALIASES, List.of("best", "back")));

        assertThat(again.name()).isEqualTo("mnist:v0");
        assertThat(again.aliases()).containsExactlyInAnyOrder("best", "back");
    }

    @Test
    void filesThatTheServerHasAreNotSentAgain() {
        log(Map.of("a", "same", "b", "old"), Map.of());
        wandb.simulator().forgetRequests();

        Artifact second = log(Map.of("moved/a", "same", "b", "new"), Map.of());

        assertThat(second.name()).isEqualTo("mnist:v1");
        assertThat(texts(versions().get(1))).isEqualTo(Map.of("moved/a", "same", "b", "new"));
        assertThat(wandb.simulator().requests("artifact_file"))
                .extracting(request -> request.path().replaceAll(".*/", ""))
                .containsExactly("b");
    }

    @Test
    void manyFilesAreAskedForInPortions() {
        Map<String, String> body =
                IntStream.range(0, 450).boxed().collect(Collectors.toMap(i -> "f" + i, i -> "content " + i));

        log(body, Map.of());

        assertThat(texts(only())).isEqualTo(body);
        assertThat(requests("CreateArtifactFiles")).isEqualTo(3);
    }

    static List<String> requestsOfTheFlow() {
        return List.of(
                "CreateArtifact",
                "CreateArtifactManifest",
                "CreateArtifactFiles",
                "CommitArtifact",
                "ArtifactById",
                "artifact_file",
                "artifact_manifest");
    }

    @ParameterizedTest
    @MethodSource("requestsOfTheFlow")
    void anAnswerThatIsLostMakesNoSecondVersion(String request) {
        allowAttempts(3);
        for (int nth = 0; nth < 2; nth++) {
            wandb.simulator()
                    .faults()
                    .add(Fault.truncatedBody().on(request).after(nth).times(1));
        }

        log(Map.of("a", "a", "b", "b"), Map.of());

        assertThat(texts(only())).isEqualTo(Map.of("a", "a", "b", "b"));
    }

    @ParameterizedTest
    @MethodSource("requestsOfTheFlow")
    void aFailureShowsNobodyAHalfAndTheNextMessageMakesItWhole(String request) {
        wandb.simulator().faults().add(Fault.status(503).on(request).times(1));

        refusal(LOG, Map.of("a", "a", "b", "b"), Map.of())
                .hasMessageContaining("team/vision/mnist")
                .hasMessageNotContaining("signature")
                .hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(versions()).hasSize(request.equals("ArtifactById") ? 1 : 0);
        log(Map.of("a", "a", "b", "b"), Map.of());

        assertThat(texts(only())).isEqualTo(Map.of("a", "a", "b", "b"));
    }

    @Test
    void cutConnectionsAreTriedAgain() {
        allowAttempts(3);
        wandb.simulator()
                .faults()
                .add(Fault.connectionReset().on("artifact_file").times(2));

        log(Map.of("a", new byte[200_000]), Map.of());

        assertThat(only().files().get("a")).hasSize(200_000);
    }

    @Test
    void addressesThatHaveExpiredAreReplaced() {
        for (String kind : List.of("artifact_file", "artifact_manifest")) {
            wandb.simulator().faults().before(kind, 1, () -> wandb.simulator().expireLinks());
        }

        log(Map.of("a", "a"), Map.of());

        assertThat(texts(only())).isEqualTo(Map.of("a", "a"));
        for (String kind : List.of("artifact_file", "artifact_manifest")) {
            assertThat(wandb.simulator().requests(kind))
                    .extracting(RecordedRequest::status)
                    .containsExactly(403, 200);
        }
    }

    @Test
    void aStorageThatRefusesEveryAddressIsAMatterOfPermission() {
        wandb.simulator().faults().add(Fault.status(403).on("artifact_file"));

        refusal(LOG, Map.of("a", "a"), Map.of()).hasCauseInstanceOf(WandbPermissionException.class);
        assertThat(versions()).isEmpty();
    }

    @Test
    void whoMayNotWriteIsTold() {
        wandb.simulator().faults().add(Fault.errors("permission denied").on("CreateArtifact"));

        refusal(LOG, Map.of("a", "a"), Map.of()).hasCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void aFileThatIsChangedMeanwhileIsNotLogged() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "before");
        wandb.simulator().faults().before("CreateArtifactFiles", 1, () -> write(file, "behind"));

        refusal(LOG, file, Map.of())
                .hasMessageContaining("team/vision/mnist/a.txt")
                .hasMessageContaining("was changed");
        assertThat(versions()).isEmpty();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRunOrAProjectThatIsNotThereIsNotFound() {
        refusal(LOG, Map.of("a", "a"), Map.of(WandbConstants.OVERRIDE_RUN_ID, "none"))
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal(LOG, Map.of("a", "a"), Map.of(WandbConstants.OVERRIDE_PROJECT, "none"))
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void versionsOfOneNameAreOfOneType() {
        log(Map.of("a", "a"), Map.of());

        refusal(LOG, Map.of("a", "b"), Map.of(WandbConstants.ARTIFACT_TYPE, "model"))
                .cause()
                .isInstanceOf(WandbConflictException.class)
                .hasMessageContainingAll(
                        "team/vision/mnist of the type model",
                        "dataset",
                        "all versions of an artifact have the type of its first");
    }

    private void refusedBeforeAnythingIsAsked(Object body, Map<String, ?> headers, String... said) {
        refusal(LOG, body, headers).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(said);
        assertThat(requests("CreateArtifact")).isZero();
    }

    @Test
    void badInputIsRefusedBeforeAnythingIsAsked() throws Exception {
        Map<String, String> files = Map.of("a", "a");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT, "mnist:v1"), "header CamelWandbArtifact:", "'mnist:v1'");
        refusedBeforeAnythingIsAsked(files, Map.of(WandbConstants.ARTIFACT, "a b"), "header CamelWandbArtifact:");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_TYPE, " "), "header CamelWandbArtifactType:");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_ALIASES, "best,,x"), "header CamelWandbArtifactAliases=");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_ALIASES, 7), "header CamelWandbArtifactAliases=7");
        refusedBeforeAnythingIsAsked(
                files,
                Map.of(WandbConstants.ARTIFACT_ALIASES, Arrays.asList("best", null)),
                "header CamelWandbArtifactAliases=[best, null]");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_ALIASES, "a,,\nb"), "CamelWandbArtifactAliases=a,,\\nb");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_ALIASES, "v3"), "header CamelWandbArtifactAliases:", "'v3'");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_METADATA, "[1]"), "header CamelWandbArtifactMetadata");
        refusedBeforeAnythingIsAsked(
                files,
                Map.of(WandbConstants.ARTIFACT_METADATA, Map.of("odd", new Object())),
                "'odd' in the header CamelWandbArtifactMetadata");
        refusedBeforeAnythingIsAsked(
                files,
                Map.of(WandbConstants.ARTIFACT_REFERENCES, Map.of("x", "nowhere")),
                "header CamelWandbArtifactReferences",
                "nowhere");
        refusedBeforeAnythingIsAsked(
                files,
                Map.of(WandbConstants.ARTIFACT_REFERENCES, Map.of("../x", "s3://b/k")),
                "header CamelWandbArtifactReferences",
                "'../x'");
        refusedBeforeAnythingIsAsked(
                files, Map.of(WandbConstants.ARTIFACT_REFERENCES, Map.of("a", "s3://b/k")), "'a' is given twice");
        refusedBeforeAnythingIsAsked(Map.of("../a", "a"), Map.of(), "'../a'", "in the body");
        refusedBeforeAnythingIsAsked(Map.of("a", 1.5), Map.of(), "'a' in the body is a java.lang.Double");
        refusedBeforeAnythingIsAsked(null, Map.of(), "nothing to log");
        refusedBeforeAnythingIsAsked("text", Map.of(), "CamelWandbFileName", "fileName");
        refusedBeforeAnythingIsAsked(
                folder.resolve("none").toFile(), Map.of(), "The body names ", "which is not there");
        refusedBeforeAnythingIsAsked(
                Map.of("a", folder.resolve("none")), Map.of(), "'a' in the body names ", "which is not there");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
        refusedBeforeAnythingIsAsked(folder.toFile(), Map.of(), "link");
        refusal(LOG.replace("&artifactType=dataset", ""), files, Map.of())
                .hasMessageContaining("CamelWandbArtifactType")
                .hasMessageContaining("artifactType");
        refusal(LOG.replace("/r1", ""), files, Map.of()).hasMessageContaining("CamelWandbOverrideRunId");
        assertThat(requests("CreateArtifact")).isZero();
    }

    @Test
    void whatIsAFileIsNoFolderToo() {
        refusedBeforeAnythingIsAsked(
                Map.of("a", "x", "a/b/c", "y", "a.txt", "z"), Map.of(), "'a/b/c'", "folder", "'a'", "name one of them");
        refusedBeforeAnythingIsAsked(
                Map.of("a/b", "y"),
                Map.of(WandbConstants.ARTIFACT_REFERENCES, Map.of("a", "s3://b/k")),
                "'a/b'",
                "'a'");

        log(Map.of("a/b", "x", "a/c", "y", "a.txt", "z", "ab", "z"), Map.of());
        assertThat(only().files()).containsOnlyKeys("a/b", "a/c", "a.txt", "ab");
    }

    @Test
    void theKeyStaysAtTheServerAndTheHeadersOfTheUploadAreSent() throws Exception {
        try (WandbSimulator apart = WandbSimulator.builder()
                .storageElsewhere()
                .uploadHeaders("x-ms-blob-type:BlockBlob")
                .start()) {
            apart.run("team/vision/r1");
            context.addComponent("apart", SimulatedWandbTestSupport.component(apart, clock));

            answer(LOG.replace("wandb:", "apart:"), Map.of("a", "hello"), Map.of());
            answer("apart:team/vision?operation=downloadArtifact&artifact=mnist&fileDir=" + folder, null, Map.of());

            assertThat(folder.resolve("a")).hasContent("hello");
            assertThat(apart.requests("artifact_file"))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
            assertThat(apart.requests("artifact_manifest"))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
        }
    }
}
