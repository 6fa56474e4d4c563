// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filestream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.simulator.store.HistoryLine;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.LineLog;
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
    public Answer post(String entity, String projectName, String runId, Writer writer, JsonNode body) {
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
            take(run, writer, body);
        } catch (IllegalArgumentException e) {
            return new Answer(400, Map.of("error", String.valueOf(e.getMessage())));
        }
        return new Answer(200, run.stopRequested() ? Map.of("stopped", true, "exitcode", 0) : Map.of("exitcode", 0));
    }

    private static void take(Run run, Writer writer, JsonNode body) {
        if (!body.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        // all lines are read before the first is written: a post that is refused changes nothing
        List<Runnable> writes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> file : body.path("files").properties()) {
            writes.add(write(run, writer, file.getKey(), file.getValue()));
        }
        run.heartbeat();
        writes.forEach(Runnable::run);
        if (body.path("preempting").asBoolean()) {
            run.preempting();
        }
        if (body.path("complete").asBoolean()) {
            run.complete(body.path("exitcode").asInt());
        }
    }

    private static Runnable write(Run run, Writer writer, String file, JsonNode lines) {
        int offset = lines.path("offset").asInt();
        if (offset < 0) {
            throw new IllegalArgumentException("offset below zero");
        }
        List<String> content = new ArrayList<>();
        lines.path("content").forEach(line -> content.add(line.asText()));
        return switch (file) {
            case "wandb-history.jsonl" ->
                rows(run, writer, offset, content.stream().map(HistoryLine::of).toList());
            case "wandb-events.jsonl" -> () -> write(run.events(), writer, offset, content);
            case "output.log" -> () -> write(run.console(), writer, offset, content);
            case "wandb-summary.json" -> writer.leavesSummary() ? () -> {} : summary(run, content);
            default -> () -> {};
        };
    }

    private static Runnable rows(Run run, Writer writer, int offset, List<HistoryLine> rows) {
        return () -> {
            if (writer.sharedId() == null) {
                run.history().write(offset, rows);
            } else {
                run.history().writeAs(writer.sharedId(), offset, rows);
            }
            if (writer.leavesSummary()) {
                run.summarize(rows);
            }
        };
    }

    private static void write(LineLog log, Writer writer, int offset, List<String> content) {
        if (writer.sharedId() == null) {
            log.write(offset, content);
        } else {
            log.writeAs(writer.sharedId(), offset, content);
        }
    }

    /** Only the last line counts. */
    private static Runnable summary(Run run, List<String> content) {
        if (content.isEmpty()) {
            return () -> {};
        }
        JsonText summary = JsonText.of(content.get(content.size() - 1));
        return () -> run.edit(details -> details.summary(summary));
    }
}
