// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.ArtifactEntry;
import io.github.camelwandb.client.model.DownloadedArtifact;
import io.github.camelwandb.sdk.PythonSdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a route logs the real Python SDK reads, and what it logs a route reads. */
class RealSdkArtifactsTest extends OperatingTestSupport {

    private static final String LOG = "wandb:team/vision/r1?operation=logArtifact&artifact=digits&artifactType=dataset";

    @TempDir
    Path directory;

    private PythonSdk sdk;
    private Path source;
    private Path target;

    @BeforeEach
    void connect() throws Exception {
        wandb.run("team/vision/r1");
        sdk = PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), Files.createDirectory(directory.resolve("sdk")));
        source = Files.createDirectory(directory.resolve("source"));
        target = directory.resolve("target");
        Files.createDirectories(source.resolve("train/é"));
        Files.writeString(source.resolve("a b.txt"), "first");
        Files.writeString(source.resolve("train/é/ü.txt"), "second");
        Files.writeString(source.resolve("empty"), "");
    }

    private Map<String, @Nullable Object> python(String work, String name, Path folder) {
        return map(sdk.read("artifacts.py", work, "team/vision/live", "--name", name, "--folder", folder.toString()));
    }

    @Test
    void theSdkReadsWhatARouteLogged() {
        Artifact artifact = answer(
                        LOG,
                        source.toFile(),
                        Map.of(
                                WandbConstants.ARTIFACT_ALIASES, List.of("best", "latest"),
                                WandbConstants.ARTIFACT_DESCRIPTION, "of hands",
                                WandbConstants.ARTIFACT_METADATA, Map.of("rows", 2),
                                WandbConstants.ARTIFACT_REFERENCES, Map.of("raw", "hdfs://host/raw")))
                .getMessage()
                .getBody(Artifact.class);
        wandb.run("team/vision/r2");
        answer("wandb:team/vision/r2?operation=useArtifact&artifact=digits:best", null, Map.of());

        assertThat(python("read", "digits:best", target))
                .containsEntry("name", "digits:v0")
                .containsEntry("type", "dataset")
                .containsEntry("digest", artifact.digest())
                .containsEntry("computed", artifact.digest())
                .containsEntry("aliases", List.of("best", "latest"))
                .containsEntry("description", "of hands")
                .containsEntry("logged_by", "r1")
                .containsEntry("used_by", List.of("r2"))
                .containsEntry("references", Map.of("raw", "hdfs://host/raw"))
                .containsEntry("files", Map.of("a b.txt", "first", "train/é/ü.txt", "second", "empty", ""));
    }

    @Test
    void aRouteReadsWhatTheSdkLogged() {
        Map<String, @Nullable Object> logged = python("log", "digits", source);

        DownloadedArtifact downloaded = answer(
                        "wandb:team/vision?operation=downloadArtifact&artifact=digits:best&fileDir=" + target,
                        null,
                        Map.of())
                .getMessage()
                .getBody(DownloadedArtifact.class);

        assertThat(downloaded.artifact().name()).isEqualTo("digits:v0");
        assertThat(downloaded.artifact().digest()).isEqualTo(logged.get("digest"));
        assertThat(downloaded.artifact().aliases()).containsExactlyInAnyOrder("best", "latest");
        assertThat(downloaded.artifact().metadata()).isEqualTo(Map.of("rows", 2));
        assertThat(downloaded.files())
                .extracting(ArtifactEntry::name)
                .containsExactly("a b.txt", "empty", "train/é/ü.txt");
        assertThat(downloaded.references())
                .singleElement()
                .satisfies(raw -> assertThat(raw.reference()).isEqualTo("hdfs://host/raw"));
        assertThat(target.resolve("a b.txt")).hasContent("first");
        assertThat(target.resolve("train/é/ü.txt")).hasContent("second");
    }

    @Test
    void theSameContentIsTheSameVersionWhoeverLogsIt() {
        Map<String, @Nullable Object> logged = python("log", "digits", source);

        Artifact again = answer(
                        LOG,
                        source.toFile(),
                        Map.of(WandbConstants.ARTIFACT_REFERENCES, Map.of("raw", "hdfs://host/raw")))
                .getMessage()
                .getBody(Artifact.class);

        assertThat(again.name()).isEqualTo("digits:v0");
        assertThat(again.digest()).isEqualTo(logged.get("digest"));
        assertThat(wandb.simulator().artifacts("team/vision")).hasSize(1);
    }
}
