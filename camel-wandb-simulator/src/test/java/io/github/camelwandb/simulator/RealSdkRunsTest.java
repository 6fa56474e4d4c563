// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static io.github.camelwandb.sdk.LoggedRun.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.sdk.PythonScript;
import io.github.camelwandb.sdk.SdkJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of runs that the real Python SDK resumes, rewinds, forks, lists and changes. */
class RealSdkRunsTest extends RealSdkTrainingSupport {

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
}
