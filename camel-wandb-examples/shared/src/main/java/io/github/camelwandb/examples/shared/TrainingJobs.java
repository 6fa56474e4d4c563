// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.shared;

import io.github.camelwandb.simulator.WandbSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Training jobs: {@code train.py} with the official {@code wandb} package, each a process of its own. */
public final class TrainingJobs implements AutoCloseable {

    private static final String HOW_TO =
            "The examples train with the official wandb package: run scripts/python-venv.sh first, or"
                    + " name a Python interpreter that has it with -Dcamelwandb.python=...";

    private final Path directory;
    private final Map<String, Process> jobs;

    private TrainingJobs(Path directory, Map<String, Process> jobs) {
        this.directory = directory;
        this.jobs = jobs;
    }

    /** Whether this machine has the {@code wandb} package where the examples look for it. */
    public static boolean canStart() {
        return python().isPresent();
    }

    /**
     * Starts one job for each run. What they print goes into {@code directory}, one file for each run.
     *
     * @param project entity/project
     * @param rows how many each run logs
     * @throws IllegalStateException if there is no {@code wandb} package; the message says how to get it
     */
    public static TrainingJobs start(WandbSimulator wandb, String project, Path directory, List<String> runs, int rows)
            throws IOException {
        Path python = python().orElseThrow(() -> new IllegalStateException(HOW_TO));
        Files.createDirectories(directory);
        Path script = directory.resolve("train.py");
        try (InputStream source =
                Objects.requireNonNull(TrainingJobs.class.getResourceAsStream("/training/train.py"))) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        TrainingJobs jobs = new TrainingJobs(directory, new LinkedHashMap<>());
        for (String run : runs) {
            ProcessBuilder job = new ProcessBuilder(
                            python.toString(), script.toString(), project, run, String.valueOf(rows))
                    .redirectErrorStream(true)
                    .redirectOutput(jobs.log(run).toFile());
            job.environment().putAll(environment(wandb, directory));
            jobs.jobs.put(run, job.start());
        }
        return jobs;
    }

    private static Map<String, String> environment(WandbSimulator wandb, Path directory) {
        String folder = directory.toString();
        return Map.of(
                "WANDB_BASE_URL",
                wandb.baseUrl(),
                "WANDB_API_KEY",
                wandb.apiKey(),
                "WANDB_DIR",
                folder,
                "WANDB_CONFIG_DIR",
                folder,
                "WANDB_CACHE_DIR",
                folder,
                "WANDB_DATA_DIR",
                folder,
                "WANDB_ERROR_REPORTING",
                "false",
                // a demonstration should not wait 15 seconds for the first rows
                "WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL",
                "1");
    }

    private static Optional<Path> python() {
        String named = System.getProperty("camelwandb.python", System.getenv("CAMEL_WANDB_PYTHON"));
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            // written last: without it the environment is half made
            if (Files.exists(folder.resolve("target/venv/requirements.sha256"))) {
                return Optional.of(folder.resolve("target/venv/bin/python"));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether all have ended.
     *
     * @throws IllegalStateException if one has failed; the message names the file that says why
     */
    public boolean areOver() {
        jobs.forEach((run, job) -> {
            if (!job.isAlive() && job.exitValue() != 0) {
                throw new IllegalStateException("The training job of run " + run + " ended with exit code "
                        + job.exitValue() + ": see " + log(run));
            }
        });
        return jobs.values().stream().noneMatch(Process::isAlive);
    }

    private Path log(String run) {
        return directory.resolve(run + ".log");
    }

    /** Kills those that still run, and the helpers that the package has started. */
    @Override
    public void close() {
        for (Process job : jobs.values()) {
            job.descendants().forEach(ProcessHandle::destroyForcibly);
            job.destroyForcibly();
        }
    }
}
