// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.it.process.JavaProcess;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many runs, which as records would be more than the heap, become one CSV. {@code -Dexport.runs=100000} makes them more than is promised. */
class ExportIT {

    private static final Path LOG = Path.of("target", "load", "export.log");
    private static final int ENTRIES = 100;

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @TempDir
    Path folder;

    @Test
    void tenThousandRunsAreExportedInASmallHeap() throws Exception {
        int runs = Integer.getInteger("export.runs", 10_000);
        for (int i = 0; i < runs; i++) {
            Map<String, Object> config = new HashMap<>();
            for (int entry = 0; entry < ENTRIES; entry++) {
                config.put("entry-" + entry, i * ENTRIES + entry);
            }
            SimulatedRun run = wandb.run("team/vision/r" + i).config(config);
            if (i == runs - 1) {
                run.config("last", true);
            }
        }
        Files.createDirectories(LOG.getParent());
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        long start = System.nanoTime();
        try (JavaProcess process = JavaProcess.start(
                LOG,
                List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + temporary),
                Map.of("WANDB_BASE_URL", wandb.baseUrl(), "WANDB_API_KEY", wandb.apiKey()),
                FileRoute.class,
                folder.toString())) {
            process.writeLine(FileRoute.EXPORT);
            assertThat(process.readLine()).isEqualTo(FileRoute.DONE);
            process.stop();
        }
        Path csv = folder.resolve("runs.csv");
        System.out.printf(
                "%d runs of %d entries as %d MiB of CSV in %d ms with -Xmx128m%n",
                runs,
                ENTRIES,
                Files.size(csv) >> 20,
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        try (Stream<String> lines = Files.lines(csv)) {
            assertThat(lines.map(line -> line.split(",", -1).length).distinct().toList())
                    .as("columns, the header's among them")
                    .hasSize(1);
        }
        try (Stream<String> lines = Files.lines(csv)) {
            assertThat(lines.skip(1)
                            .map(line -> line.split(",", -1)[2])
                            .distinct()
                            .count())
                    .as("different runs")
                    .isEqualTo(runs);
        }
        try (Stream<String> lines = Files.lines(csv)) {
            assertThat(lines.findFirst().orElseThrow())
                    .contains(",config.entry-0,")
                    .contains(",config.last");
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("wandb-")))
                    .as("temporary files left behind")
                    .isEmpty();
        }
    }
}
