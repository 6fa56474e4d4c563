// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filestream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.simulator.store.HistoryLine;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes what a live run posts: lines by index, which overwrite, signs of life, and the end. */
public final class FileStream {

    private final Store store;

    public FileStream(Store store) {
        this.store = store;
    }

    /** The status of the answer and its body. */
    public record Answer(int status, Map<String, Object> body) {}

    /** Takes one post. */
    public Answer post(String entity, String projectName, String runId, JsonNode body) {
        Project project = store.project(entity, projectName);
        if (project == null) {
            return new Answer(404, Map.of("error", "project not found"));
        }
        if (project.wasDeleted(runId)) {
            return new Answer(410, Map.of("error", "run was deleted"));
        }
        Run run = project.run(runId);
        if (run == null) {
            return new Answer(404, Map.of("error", "run not found"));
        }
        try {
            take(run, body);
        } catch (IllegalArgumentException e) {
            return new Answer(400, Map.of("error", String.valueOf(e.getMessage())));
        }
        return new Answer(200, run.stopRequested() ? Map.of("stopped", true, "exitcode", 0) : Map.of("exitcode", 0));
    }

    private static void take(Run run, JsonNode body) {
        run.heartbeat();
        for (Map.Entry<String, JsonNode> file : body.path("files").properties()) {
            int offset = file.getValue().path("offset").asInt();
            List<String> content = new ArrayList<>();
            file.getValue().path("content").forEach(line -> content.add(line.asText()));
            write(run, file.getKey(), offset, content);
        }
        if (body.path("preempting").asBoolean()) {
            run.preempting();
        }
        if (body.path("complete").asBoolean()) {
            run.complete(body.path("exitcode").asInt());
        }
    }

    private static void write(Run run, String file, int offset, List<String> content) {
        switch (file) {
            case "wandb-history.jsonl" ->
                run.history()
                        .write(offset, content.stream().map(HistoryLine::of).toList());
            case "wandb-events.jsonl" -> run.events().write(offset, content);
            case "output.log" -> run.console().write(offset, content);
            case "wandb-summary.json" -> {
                if (!content.isEmpty()) {
                    run.edit(details -> details.summary(JsonText.of(content.get(content.size() - 1))));
                }
            }
            default -> {}
        }
    }
}
