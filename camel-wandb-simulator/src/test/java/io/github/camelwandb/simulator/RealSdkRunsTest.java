// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static io.github.camelwandb.sdk.LoggedRun.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.sdk.LoggedRun;
import io.github.camelwandb.sdk.PythonScript;
import io.github.camelwandb.sdk.PythonSdk;
import io.github.camelwandb.sdk.SdkJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of runs that the real Python SDK resumes, rewinds, forks, breaks off, lists and changes. */
class RealSdkRunsTest {

    private static final String RUN = "team/vision/r1";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @TempDir
    Path directory;

    private PythonSdk sdk;

    @BeforeEach
    void connect() {
        wandb.simulator().project("team/vision");
        sdk = PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), directory);
    }

    private PythonScript train(String work, String run, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(work, run, "--out", truth(work).toString()));
        arguments.addAll(List.of(more));
        return sdk.run("train.py", arguments.toArray(String[]::new));
    }

    private List<Map<String, @Nullable Object>> logged(String work) {
        return LoggedRun.read(truth(work)).rows();
    }

    private Path truth(String work) {
        return directory.resolve(work + ".json");
    }

    private List<Map<String, @Nullable Object>> scan(String run) {
        return rows(map(sdk.read("read_back.py", "run", run)).get("scan"));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Test
    void aResumedRunGoesOnBehindItsLastRow() {
        train("train", RUN, "--rows", "60").succeeded();
        train("resume", RUN, "--rows", "9").succeeded();

        assertThat(scan(RUN))
                .isEqualTo(joined(logged("train"), logged("resume")))
                .hasSize(69);
        assertThat(wandb.run(RUN).displayName()).isEqualTo("first light");
        assertThat(wandb.run(RUN).state()).isEqualTo("finished");
    }

    @Test
    void aRewoundRunKeepsTheRowsUpToTheStep() {
        train("train", RUN, "--rows", "60").succeeded();
        train("rewind", RUN, "--step", "29", "--rows", "10").succeeded();

        assertThat(scan(RUN))
                .isEqualTo(joined(logged("train").subList(0, 30), logged("rewind")))
                .hasSize(40);
    }

    @Test
    void aForkedRunStartsWithTheRowsOfItsParent() {
        train("train", RUN, "--rows", "60").succeeded();
        train("fork", "team/vision/r2", "--of", "r1", "--step", "29", "--rows", "10")
                .succeeded();

        assertThat(scan(RUN)).isEqualTo(logged("train"));
        assertThat(scan("team/vision/r2"))
                .isEqualTo(joined(logged("train").subList(0, 30), logged("fork")))
                .hasSize(40);
    }

    @Test
    void processesThatShareARunKeepEachOthersRows() {
        List<String> labels = List.of("first", "second");
        List<PythonScript> writers = labels.stream()
                .map(label -> sdk.start(
                        "train.py", "share", RUN, "--out", truth(label).toString(), "--rows", "40", "--label", label))
                .toList();
        writers.forEach(writer -> writer.await(Duration.ofSeconds(60)).succeeded());

        List<Map<String, @Nullable Object>> rows =
                rows(SdkJson.comparable(wandb.run(RUN).rows()));
        for (String label : labels) {
            assertThat(rows).filteredOn(row -> label.equals(row.get("writer"))).isEqualTo(logged(label));
        }
        assertThat(wandb.run(RUN).state()).isEqualTo("finished");
    }

    @Test
    void anUncaughtExceptionMakesTheRunFailed() {
        assertThat(train("fail", RUN, "--rows", "5").exitCode()).isEqualTo(1);

        assertThat(wandb.run(RUN).state()).isEqualTo("failed");
        assertThat(wandb.run(RUN).exitCode()).isEqualTo(1);
        assertThat(scan(RUN)).isEqualTo(logged("fail")).hasSize(5);
    }

    @Test
    void anExitCodeMakesTheRunFailed() {
        assertThat(train("fail", RUN, "--rows", "5", "--exit-code", "3").exitCode())
                .isEqualTo(3);

        assertThat(wandb.run(RUN).state()).isEqualTo("failed");
        assertThat(wandb.run(RUN).exitCode()).isEqualTo(3);
    }

    @Test
    void rowsSurviveAServerThatRefusesForAWhile() {
        sdk = sdk.with("WANDB_X_FILE_STREAM_RETRY_WAIT_MIN_SECONDS", "1");
        wandb.simulator().faults().add(Fault.status(503).on("file_stream").times(2));

        train("train", RUN, "--rows", "60").succeeded();

        assertThat(wandb.simulator().requests("file_stream"))
                .extracting(RecordedRequest::status)
                .startsWith(503, 503, 200);
        assertThat(scan(RUN)).isEqualTo(logged("train"));
    }

    @Test
    void anOfflineRunArrivesWithSync() {
        sdk = sdk.with("WANDB_MODE", "offline");
        train("train", RUN, "--rows", "60").succeeded();
        assertThat(wandb.simulator().runs("team/vision")).isEmpty();

        sdk = sdk.with("WANDB_MODE", "online");
        sdk.wandb("sync", "--yes").succeeded();

        assertThat(scan(RUN)).isEqualTo(logged("train"));
    }

    @Test
    void filtersAndOrderAreTheServers() {
        wandb.run("team/vision/a")
                .config(Map.of("lr", 0.1))
                .tags("good")
                .logs(0, 3)
                .finished();
        wandb.run("team/vision/b").config(Map.of("lr", 0.01)).logs(0, 3).failed();
        wandb.run("team/vision/c")
                .config(Map.of("lr", 0.001))
                .tags("good", "best")
                .logs(0, 3);

        assertThat(
                        sdk.read(
                                "read_back.py",
                                "runs",
                                "team/vision",
                                "--queries",
                                "{\"order\": \"+config.lr\"}",
                                "{\"order\": \"-config.lr\"}",
                                "{\"filters\": {\"state\": \"finished\"}}",
                                "{\"filters\": {\"tags\": \"good\"}, \"order\": \"-config.lr\"}",
                                "{\"filters\": {\"config.lr\": {\"$lt\": 0.05}}, \"order\": \"+config.lr\"}",
                                "{\"filters\": {\"$or\": [{\"state\": \"failed\"}, {\"tags\": \"best\"}]}, \"order\": \"-config.lr\"}"))
                .isEqualTo(List.of(
                        List.of("c", "b", "a"),
                        List.of("a", "b", "c"),
                        List.of("a"),
                        List.of("a", "c"),
                        List.of("c", "b"),
                        List.of("b", "c")));
    }

    @Test
    void thePublicApiChangesARun() {
        SimulatedRun run =
                wandb.run(RUN).config(Map.of("lr", 0.1, "kept", 1, "gone", 1)).logs(0, 3);
        run.file("checkpoint.txt", new byte[] {1, 2, 3});

        sdk.read("read_back.py", "change", RUN);

        assertThat(run.displayName()).isEqualTo("renamed");
        assertThat(run.notes()).isEqualTo("noted");
        assertThat(run.tags()).containsExactly("one", "two");
        assertThat(run.group()).isEqualTo("regrouped");
        assertThat(value(run, "lr")).isEqualTo(0.5);
        assertThat(value(run, "kept")).isEqualTo(1);
        assertThat(value(run, "added")).isEqualTo(Map.of("deep", List.of(1, 2)));
        assertThat(run.config()).containsOnlyKeys("lr", "kept", "added");
        assertThat(run.summary())
                .containsEntry("verdict", "good")
                .containsEntry("_step", 2)
                .containsKey("loss")
                .doesNotContainKey("acc");
        assertThat(run.files()).containsOnlyKeys("report.md");
        assertThat(run.files().get("report.md"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("# well done\n");
    }

    private static @Nullable Object value(SimulatedRun run, String key) {
        return map(run.config().get(key)).get("value");
    }

    @Test
    void thePublicApiDeletesARun() {
        wandb.run(RUN).logs(0, 3);

        sdk.read("read_back.py", "delete", RUN);

        assertThat(wandb.simulator().runs("team/vision")).isEmpty();
    }

    /** 60 rows, of which the last 35 wait for a file. */
    private PythonScript trainingThatHolds(String go) {
        return sdk.start(
                "train.py",
                "train",
                RUN,
                "--out",
                truth("train").toString(),
                "--rows",
                "60",
                "--hold-after",
                "25",
                "--go",
                go);
    }

    @Test
    void rowsAppearWhileTheRunGoesOn() throws IOException {
        Path go = directory.resolve("go");
        try (PythonScript training = trainingThatHolds(go.toString())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> rowCount() == 25);
            assertThat(wandb.run(RUN).state()).isEqualTo("running");

            Files.createFile(go);
            training.await(Duration.ofSeconds(60)).succeeded();
        }
        assertThat(scan(RUN)).isEqualTo(logged("train")).hasSize(60);
    }

    @Test
    void aKilledProcessNeverSaysThatItsRunEnded() {
        try (PythonScript training = trainingThatHolds("never")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> rowCount() == 25);
        }

        assertThat(wandb.run(RUN).state()).isEqualTo("running");
        assertThat(wandb.run(RUN).exitCode()).isNull();
        assertThat(scan(RUN)).hasSize(25);
    }

    private int rowCount() {
        // Asking for a run that is not there would create it.
        return wandb.simulator().runs("team/vision").stream()
                .mapToInt(run -> run.rows().size())
                .sum();
    }
}
