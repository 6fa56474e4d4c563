// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.sdk.PythonSdk;
import io.github.camelwandb.sdk.SdkJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What training scripts do beside logging numbers, done by the real Python SDK and read back by its public API. The server has
 * features that change what the SDK sends, and keeps files at a host that takes no keys.
 */
class RealSdkHabitsTest {

    private static @Nullable WandbSimulator wandb;
    private static Map<String, @Nullable Object> seen;
    private static Map<String, @Nullable Object> refusals;

    @BeforeAll
    static void doAsPeopleDo(@TempDir Path directory) {
        wandb = WandbSimulator.builder()
                .features(
                        "FILESTREAM_GZIP",
                        "MARK_RUN_FILES_UPLOADED",
                        "ARTIFACT_TAGS",
                        "ARTIFACT_DIGEST_ALGORITHM",
                        "USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION")
                .storageElsewhere()
                .uploadHeaders("x-ms-blob-type:BlockBlob")
                .start();
        wandb.run("team/vision/live");
        wandb.run("team/vision/deleted").delete();
        PythonSdk sdk = PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), directory)
                .with("WANDB_X_FILE_STREAM_NO_GZIP", "false")
                .with("WANDB_X_DISABLE_META", "false")
                .with("WANDB_X_DISABLE_MACHINE_INFO", "false")
                .with("WANDB_X_DISABLE_STATS", "false");
        seen = map(sdk.read("habits.py", "log", "team/vision/r1"));
        refusals = map(sdk.read("habits.py", "refusals", "team/vision/r2"));
    }

    @AfterAll
    static void stop() {
        if (wandb != null) {
            wandb.close();
        }
    }

    private static Object json(String text) {
        return SdkJson.parse(text);
    }

    @Test
    void aSummaryIsWhatItWasDefinedToBe() {
        assertThat(seen.get("acc")).isEqualTo(json("{\"max\": 0.75}"));
    }

    @Test
    void stepsAreThoseThatWereNamed() {
        assertThat(seen.get("steps")).isEqualTo(json("[0, 1, 2, 100]"));
        assertThat(seen.get("at_100")).isEqualTo(json("[{\"_step\": 100, \"first\": 1, \"second\": 2}]"));
    }

    @Test
    void anyMetricCanBeTheXAxis() {
        assertThat(seen.get("val"))
                .isEqualTo(json("[{\"epoch\": 0, \"val/loss\": 0}, {\"epoch\": 1, \"val/loss\": -1},"
                        + " {\"epoch\": 2, \"val/loss\": -2}]"));
    }

    @Test
    void historyKeysTellWhatIsMedia() {
        assertThat(map(seen.get("types")))
                .containsEntry("acc", "number")
                .containsEntry("table", "table-file")
                .containsEntry("page", "html-file");
    }

    @Test
    void aTableComesBack() {
        assertThat(seen.get("table")).isEqualTo(json("[[1, \"x\"], [2, \"é\"]]"));
    }

    @Test
    void filesOfAnyNameComeBack() {
        assertThat(map(seen.get("files")))
                .hasSize(8)
                .allSatisfy((name, content) -> assertThat(content).isEqualTo("in " + name));
    }

    @Test
    void editsOfALiveRunArrive() {
        assertThat(seen.get("config")).isEqualTo(json("{\"lr\": 2, \"kept\": [1, 2]}"));
        assertThat(seen.get("tags")).isEqualTo(List.of("early", "late"));
        assertThat(seen.get("notes")).isEqualTo("noted");
    }

    @Test
    void anAlertArrives() {
        assertThat(wandb.run("team/vision/r1").alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isEqualTo("careful");
            assertThat(alert.severity()).isEqualTo("WARN");
        });
    }

    @Test
    void anArtifactGoesOnFromAnother() {
        assertThat(seen.get("digits")).isEqualTo(json("{\"test.txt\": \"2\", \"train.txt\": \"0 1\"}"));
        assertThat(seen.get("logged")).isEqualTo(List.of("digits:v0", "digits:v1", "run-r1-table:v0"));
        assertThat(seen.get("used")).isEqualTo(List.of("digits:v0"));
    }

    @Test
    void anArtifactHasItsDescriptionAliasesAndTags() {
        assertThat(seen.get("best")).isEqualTo(json("[\"v0\", \"of hands\", {\"rows\": 2}, [\"best\"], [\"small\"]]"));
        assertThat(seen.get("prod"))
                .isEqualTo(json("[\"v1\", \"of hands\", {\"rows\": 2}, [\"latest\", \"prod\"], [\"large\"]]"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theMachineIsDescribedAndMeasured() {
        assertThat((List<Object>) seen.get("metadata")).contains("os", "python", "program");
        assertThat((List<Object>) seen.get("system")).contains("system.proc.cpu.threads", "_timestamp");
    }

    @Test
    void postsAreCompressed() {
        assertThat(wandb.requests("file_stream"))
                .isNotEmpty()
                .allSatisfy(post -> assertThat(post.headers()).containsEntry("content-encoding", "gzip"));
    }

    @Test
    void refusalsAreThoseThatTheSdkKnows() {
        refused("a run that is not there", "CommError: Could not find run");
        refused("a project that is not there", "ValueError: Could not find project none");
        refused("a wrong key", "AuthenticationError: ");
        refused("a bad filter", "WandbApiFailedError: ");
        refused("must resume nothing", "UsageError: Run (none) does not exist");
        refused("may resume nothing", "fine");
        refused("never resume something", "UsageError: Run (new) already exists");
        refused("the id of a deleted run", "CommError: run deleted was previously created and deleted");
        refused("rewind a live run", "CommError: failed to rewind run");
        refused("an entity that is not there", "CommError: entity nobody not found");
    }

    private static void refused(String what, String how) {
        assertThat((String) refusals.get(what)).as(what).startsWith(how);
    }
}
