// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import io.github.camelwandb.examples.quickstart.RunWriter.Server;
import io.github.camelwandb.examples.shared.Comparison;
import io.github.camelwandb.examples.shared.YamlRoute;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server, three runs that train, a route that follows them, and a line now and then that says how far they are. */
final class Demonstration implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROJECT = Training.ENTITY + "/" + Training.PROJECT;

    private final WandbSimulator simulator = WandbSimulator.start();
    private final ExecutorService training = Executors.newSingleThreadExecutor();
    private final Path directory;
    private final Duration step;
    private final Progress progress;
    private final RowsFile file;

    /** @param step how long a training step takes */
    Demonstration(Path directory, Duration step, PrintStream out) {
        this.directory = directory;
        this.step = step;
        this.progress = new Progress(out);
        this.file = new RowsFile(directory.resolve("rows.jsonl"));
    }

    /** Runs it and compares what arrived in the file with what the server holds. */
    Comparison run() throws IOException, InterruptedException {
        // the server is a new one: what is left of an earlier demonstration is about other runs
        Files.deleteIfExists(directory.resolve("rows.jsonl"));
        Files.deleteIfExists(directory.resolve("offsets.db"));
        simulator.project(PROJECT);
        Server server = new Server(simulator.baseUrl(), simulator.apiKey());
        progress.say("Three runs train against an embedded W&B server; a route follows them into " + directory);
        try (YamlRoute route = Quickstart.route(PROJECT, directory, step.multipliedBy(10))) {
            route.server(server.baseUrl(), server.apiKey()).start();
            CompletableFuture<Void> trained = CompletableFuture.runAsync(
                    new Training(
                            server,
                            step,
                            runId -> simulator.run(PROJECT + "/" + runId).crashed())::run,
                    training);
            watch(trained);
            trained.join();
        }
        progress.end();
        return Comparison.of(simulator.runs(PROJECT), file.read());
    }

    /** Until all rows of trained runs are in the file, or patience ends. */
    private void watch(CompletableFuture<Void> trained) throws IOException, InterruptedException {
        long rowsAtEnd = Long.MAX_VALUE;
        long deadline = Long.MAX_VALUE;
        while (file.count() < rowsAtEnd && System.nanoTime() < deadline) {
            List<SimulatedRun> runs = simulator.runs(PROJECT);
            progress.show(runs, file.count());
            if (trained.isDone() && deadline == Long.MAX_VALUE) {
                rowsAtEnd = Progress.rows(runs);
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        progress.show(simulator.runs(PROJECT), file.count());
    }

    @Override
    public void close() {
        training.shutdownNow();
        simulator.close();
    }
}
