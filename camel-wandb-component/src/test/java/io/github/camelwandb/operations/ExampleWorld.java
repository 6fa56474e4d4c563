// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.simulator.SimulatedArtifact;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The project that all examples are about, and what it holds at a time. A new operation adds here what its example needs. */
record ExampleWorld(WandbSimulator simulator, String project) {

    /** The project as the examples call it. */
    static final String NAME = "vision";

    private static final String ENTITY = "acme";
    private static final List<String> TIMES = List.of("_timestamp", "_runtime");

    /** Makes it. */
    static ExampleWorld in(WandbSimulator simulator, String project) {
        String path = ENTITY + "/" + project;
        simulator
                .run(path + "/1a2b3c4d")
                .displayName("night-7")
                .tags("production")
                .config(Map.of("lr", 0.1, "dropout", 0.5))
                .sweep("9x8y7z")
                .console("epoch 1", "epoch 2")
                .systemMetrics(Map.of("system.cpu", 12.5))
                .systemMetrics(Map.of("system.cpu", 50))
                .file("output.log", "epoch 1\nepoch 2\n".getBytes(StandardCharsets.UTF_8))
                .file(
                        "media/table/predictions.table.json",
                        "{\"columns\": [\"id\", \"score\"], \"data\": [[1, 0.5], [2, 0.75]]}"
                                .getBytes(StandardCharsets.UTF_8))
                .logs(0, 10)
                .finished();
        simulator.logArtifact(
                path + "/1a2b3c4d", "dataset", "digits", Map.of("train.csv", "1,2\n".getBytes(StandardCharsets.UTF_8)));
        simulator
                .run(path + "/5e6f7a8b")
                .displayName("day-1")
                .sweep("9x8y7z")
                .logs(0, 3)
                .running();
        simulator.report(path, "What we found");
        return new ExampleWorld(simulator, path);
    }

    /** Without the entity. */
    String name() {
        return project.substring(project.indexOf('/') + 1);
    }

    /** All that an operation could have changed in it, but for times. */
    Map<String, Object> truth() {
        Map<String, Object> runs = new LinkedHashMap<>();
        simulator.runs(project).forEach(run -> runs.put(run.runId(), truth(run)));
        Map<String, Object> truth = new LinkedHashMap<>(runs);
        truth.put("archive", simulator.projects(ENTITY).contains(name() + "-archive"));
        truth.put("sweep", String.valueOf(simulator.sweepState(project, "9x8y7z")));
        truth.put(
                "artifacts",
                simulator.artifacts(project).stream().map(ExampleWorld::truth).toList());
        return truth;
    }

    private static Map<String, Object> truth(SimulatedArtifact artifact) {
        return Map.of("name", artifact.name(), "digest", artifact.digest(), "aliases", artifact.aliases());
    }

    private static Map<String, @Nullable Object> truth(SimulatedRun run) {
        Map<String, @Nullable Object> truth = new LinkedHashMap<>();
        truth.put("rows", run.rows().stream().map(ExampleWorld::withoutTimes).toList());
        truth.put("config", run.config());
        truth.put("summary", withoutTimes(run.summary()));
        truth.put("tags", run.tags());
        truth.put("displayName", run.displayName());
        truth.put("notes", run.notes());
        truth.put("group", run.group());
        truth.put("jobType", run.jobType());
        truth.put("state", run.state());
        truth.put("exitCode", run.exitCode());
        truth.put("stopRequested", run.stopRequested());
        truth.put("alerts", run.alerts());
        Map<String, String> files = new LinkedHashMap<>();
        run.files().forEach((name, content) -> files.put(name, Arrays.toString(content)));
        truth.put("files", files);
        return truth;
    }

    private static Map<String, @Nullable Object> withoutTimes(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
        TIMES.forEach(rest::remove);
        return rest;
    }
}
