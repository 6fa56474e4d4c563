// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.finished;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.examples.shared.TrainingJobs;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFinishedToFileTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    @Test
    void eachRunThatHasEndedIsInAFileWithItsConfigAndItsSummary() throws Exception {
        assumeTrue(TrainingJobs.canStart() || "true".equals(System.getenv("CI")), "run scripts/python-venv.sh first");
        try (WandbSimulator wandb = WandbSimulator.start()) {
            List<Path> files =
                    RunFinishedToFile.run(wandb, directory, 60, new PrintStream(OutputStream.nullOutputStream()));

            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("resnet.json", "vit.json");
            for (Path file : files) {
                JsonNode written = JSON.readTree(Files.readString(file));
                SimulatedRun held = wandb.run(
                        RunFinishedToFile.PROJECT + "/" + written.path("runId").asText());
                assertThat(written.path("state").asText()).isEqualTo("finished");
                assertThat(written.path("config").path("model"))
                        .isEqualTo(JSON.valueToTree(Map.of("layers", 4, "dropout", 0.1)));
                assertThat(written.path("summary").path("best_accuracy").asDouble())
                        .isEqualTo(held.summary().get("best_accuracy"));
            }
        }
    }
}
