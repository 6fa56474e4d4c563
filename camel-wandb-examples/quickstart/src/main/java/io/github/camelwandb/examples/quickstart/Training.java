// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import io.github.camelwandb.examples.quickstart.RunWriter.Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Three runs that train at the same time and log to a server over HTTP: one that just trains, one that starts late, one whose
 * process dies, with rows not yet posted, and that is resumed by another. At 50 ms a step they take about 20 seconds.
 */
final class Training {

    static final String ENTITY = "demo";
    static final String PROJECT = "quickstart";

    private static final int STEPS = 400;
    private static final int STEPS_PER_POST = 10;
    private static final int STEPS_PER_EVALUATION = 50;
    private static final int LATE_BY = 120;
    private static final int DIES_AFTER = 137;
    private static final int IS_RESUMED_AFTER = 60;

    private final Server server;
    private final Duration step;
    private final Consumer<String> heartbeatLost;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Prepares it.
     *
     * @param step how long a training step takes
     * @param heartbeatLost told the id of the run whose process has died; W&amp;B notices that after five minutes of silence
     */
    Training(Server server, Duration step, Consumer<String> heartbeatLost) {
        this.server = server;
        this.step = step;
        this.heartbeatLost = heartbeatLost;
    }

    /** Trains; returns when the last run has finished. */
    void run() {
        ExecutorService processes = Executors.newFixedThreadPool(3);
        try {
            List<CompletableFuture<Void>> runs = List.of(
                    CompletableFuture.runAsync(() -> baseline("baseline"), processes),
                    CompletableFuture.runAsync(() -> late("late-start"), processes),
                    CompletableFuture.runAsync(() -> resumed("interrupted"), processes));
            CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).join();
        } finally {
            processes.shutdownNow();
        }
    }

    private void baseline(String runId) {
        train(runId, writer -> {
            writer.start(runId, Map.of("lr", 0.01, "model", Map.of("layers", 2)));
            steps(writer, 0.01, STEPS);
            writer.finish(0);
        });
    }

    private void late(String runId) {
        train(runId, writer -> {
            pause(LATE_BY);
            writer.start(runId, Map.of("lr", 0.02, "model", Map.of("layers", 4)));
            steps(writer, 0.02, STEPS - LATE_BY);
            writer.finish(0);
        });
    }

    private void resumed(String runId) {
        train(runId, writer -> {
            writer.start(runId, Map.of("lr", 0.03, "model", Map.of("layers", 8)));
            steps(writer, 0.03, DIES_AFTER);
        });
        heartbeatLost.accept(runId);
        train(runId, writer -> {
            pause(IS_RESUMED_AFTER);
            writer.resume();
            steps(writer, 0.03, STEPS - DIES_AFTER - IS_RESUMED_AFTER);
            writer.finish(0);
        });
    }

    private interface Process {
        void train(RunWriter writer) throws IOException, InterruptedException;
    }

    private void train(String runId, Process process) {
        try {
            process.train(new RunWriter(http, server, ENTITY, PROJECT, runId, Clock.systemUTC()));
        } catch (IOException e) {
            throw new IllegalStateException("The run " + runId + " could not log", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The run " + runId + " was interrupted", e);
        }
    }

    private void steps(RunWriter writer, double learningRate, int count) throws IOException, InterruptedException {
        Random noise = new Random(Math.round(1000 * learningRate));
        for (int i = 1; i <= count; i++) {
            writer.log(metrics(writer.nextStep(), learningRate, noise));
            pause(1);
            if (i % STEPS_PER_POST == 0) {
                writer.post();
            }
        }
    }

    private static Map<String, Object> metrics(long step, double learningRate, Random noise) {
        double loss = 0.1 + 2.2 * Math.exp(-learningRate * step) + 0.02 * noise.nextGaussian();
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("train", Map.of("loss", loss, "lr", learningRate));
        if (step % STEPS_PER_EVALUATION == 0) {
            metrics.put("eval", Map.of("accuracy", 1 - Math.exp(-learningRate * step) + 0.01 * noise.nextGaussian()));
        }
        return metrics;
    }

    private void pause(int steps) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(step.multipliedBy(steps).toNanos());
    }
}
