// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.finished;

import io.github.camelwandb.examples.shared.TrainingJobs;
import io.github.camelwandb.examples.shared.Waiting;
import io.github.camelwandb.examples.shared.YamlRoute;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Two runs train with the official {@code wandb} package, and a route writes a file for each when it has ended. */
public final class RunFinishedToFile {

    static final String PROJECT = "acme/vision";
    static final List<String> RUNS = List.of("resnet", "vit");

    private RunFinishedToFile() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(System.getProperty("example.directory", "target/run-finished-to-file"));
        try (WandbSimulator wandb = WandbSimulator.start()) {
            System.exit(run(wandb, directory, 200, System.out).size() == RUNS.size() ? 0 : 1);
        }
    }

    /** Answers the files, one for each run that has ended; their content is printed, too. */
    static List<Path> run(WandbSimulator wandb, Path directory, int rows, PrintStream out) throws Exception {
        Path runs = Files.createDirectories(directory.resolve("runs"));
        List<Path> files = RUNS.stream().map(run -> runs.resolve(run + ".json")).toList();
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory.resolve("offsets.db"));
        wandb.project(PROJECT);
        out.println("Two runs train; a route writes a file into " + runs + " when one has ended");
        try (YamlRoute route = route(wandb, directory, runs).start();
                TrainingJobs jobs = TrainingJobs.start(wandb, PROJECT, directory, RUNS, rows)) {
            Waiting.until(jobs::areOver, Duration.ofMinutes(2));
            Waiting.until(() -> files.stream().allMatch(Files::exists), Duration.ofSeconds(30));
            route.close();
        }
        List<Path> written = files.stream().filter(Files::exists).toList();
        for (Path file : written) {
            print(file, out);
        }
        out.println("wrote config and summary of " + written.size() + " of " + RUNS.size() + " runs");
        return written;
    }

    private static YamlRoute route(WandbSimulator wandb, Path directory, Path runs) {
        return new YamlRoute("run-finished-to-file.camel.yaml")
                .server(wandb.baseUrl(), wandb.apiKey())
                .with("wandb.project", PROJECT)
                .with("wandb.delay", 500)
                .with("offsets.file", directory.resolve("offsets.db"))
                .with("runs.directory", runs);
    }

    private static void print(Path file, PrintStream out) throws IOException {
        out.println(file.getFileName() + "  " + Files.readString(file));
    }
}
