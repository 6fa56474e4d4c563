// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static io.github.camelwandb.sdk.LoggedRun.rows;
import static io.github.camelwandb.sdk.LoggedRun.withoutAdded;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.sdk.LoggedRun;
import io.github.camelwandb.sdk.PythonSdk;
import io.github.camelwandb.sdk.SdkJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run, logged by the real Python SDK and read back by its public API: what it reads is what it logged. */
class RealSdkTest {

    private static final String RUN = "team/vision/first";
    private static final int ROWS = 520;

    private static @Nullable WandbSimulator wandb;
    private static LoggedRun logged;
    private static Map<String, @Nullable Object> read;

    @BeforeAll
    static void trainAndRead(@TempDir Path directory) {
        wandb = WandbSimulator.start();
        wandb.project("team/vision");
        PythonSdk sdk =
                PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), directory).with("WANDB_CONSOLE", "wrap");
        Path truth = directory.resolve("truth.json");
        sdk.run("train.py", "train", RUN, "--out", truth.toString(), "--rows", "" + ROWS)
                .succeeded();
        logged = LoggedRun.read(truth);
        read = map(sdk.read("read_back.py", "run", RUN));
    }

    @AfterAll
    static void stop() {
        if (wandb != null) {
            wandb.close();
        }
    }

    @Test
    void aFullScanGivesEveryRowAsItWasLogged() {
        assertThat(logged.rows()).hasSize(ROWS);
        assertThat(rows(read.get("scan"))).isEqualTo(logged.rows());
    }

    @Test
    void pagesOfAnySizeMakeTheSameScan() {
        assertThat(rows(read.get("scan_small_pages"))).isEqualTo(logged.rows());
    }

    @Test
    void everyRowHasItsTime() {
        assertThat((List<?>) read.get("scan")).allSatisfy(row -> {
            assertThat(map(row)).extractingByKey("_timestamp").isInstanceOf(BigDecimal.class);
            assertThat(map(row)).extractingByKey("_runtime").isInstanceOf(BigDecimal.class);
        });
    }

    @Test
    void aWindowIsHalfOpen() {
        assertThat(rows(read.get("scan_window")))
                .isEqualTo(logged.rows().subList(10, 20))
                .hasSize(10);
    }

    @Test
    void keysSelectTheRowsThatHaveAllOfThem() {
        List<Map<String, Object>> expected = logged.rows().stream()
                .filter(row -> row.containsKey("comment"))
                .map(row -> Map.of(
                        "_step", row.get("_step"),
                        "loss.train", map(row.get("loss")).get("train"),
                        "comment", row.get("comment")))
                .toList();

        assertThat(read.get("scan_keys")).isEqualTo(expected);
        assertThat(expected).hasSize(21);
    }

    @Test
    void samplesAreRowsThatWereLogged() {
        assertThat(rows(read.get("sampled"))).hasSizeLessThanOrEqualTo(100).isSubsetOf(logged.rows());
    }

    @Test
    void moreSamplesThanRowsAreAllRows() {
        assertThat(rows(read.get("all"))).isEqualTo(logged.rows());
        assertThat((List<?>) read.get("sampled_keys")).hasSize(ROWS);
    }

    @Test
    void theDescriptionOfTheRunComesBack() {
        for (String field : List.of("id", "name", "notes", "tags", "group", "job_type", "config")) {
            assertThat(read.get(field)).as(field).isEqualTo(logged.get(field));
        }
        assertThat(read.get("state")).isEqualTo("finished");
        assertThat(read.get("last_step")).isEqualTo(new BigDecimal(ROWS - 1));
    }

    @Test
    void theSummaryHasTheLastValueOfEachMetricAndWhatWasSetByHand() {
        assertThat(withoutAdded(map(read.get("summary")))).isEqualTo(logged.get("summary"));
    }

    @Test
    void aSavedFileComesBack() {
        map(logged.get("files"))
                .forEach((name, content) ->
                        assertThat(file(name)).asString(StandardCharsets.UTF_8).isEqualTo(content));
    }

    @Test
    void anImageIsTheFileThatItsRowPointsAt() throws Exception {
        List<Map<String, Object>> images = logged.rows().stream()
                .filter(row -> row.containsKey("sample"))
                .map(row -> map(row.get("sample")))
                .toList();

        assertThat(images).hasSize(6);
        for (Map<String, Object> image : images) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file((String) image.get("path")));
            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(image.get("sha256"));
        }
    }

    @Test
    void consoleLinesComeBackWithoutTheirTimes() {
        Stream<String> epochs = Stream.of(0, 1, 2, 3, 4, 5).map(epoch -> "epoch " + epoch + " of 5");

        assertThat(read.get("console"))
                .isEqualTo(Stream.concat(epochs, Stream.of("a warning")).toList());
    }

    @Test
    void theSimulatorTellsJavaTheSameRows() {
        SimulatedRun run = wandb.run(RUN);

        assertThat(rows(SdkJson.comparable(run.rows()))).isEqualTo(logged.rows());
        assertThat(run.exitCode()).isZero();
        assertThat(run.tags()).isEqualTo(logged.get("tags"));
    }

    private static byte[] file(String name) {
        return HexFormat.of().parseHex((String) map(read.get("files")).get(name));
    }
}
