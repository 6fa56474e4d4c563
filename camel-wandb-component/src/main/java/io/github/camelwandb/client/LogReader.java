// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes {@link LogPage}s of answers. */
final class LogReader {

    private LogReader() {}

    /** @param data of an answer to the operation */
    static LogPage page(JsonNode data, String operation, RunPath path) {
        JsonNode run = data.path("project").path("run");
        if (!run.isObject()) {
            throw WandbNotFoundException.run(path, Queries.answered(operation, path));
        }
        JsonNode connection = run.path("logLines"); // null where there was no output
        List<LogLine> lines = new ArrayList<>();
        connection.path("edges").forEach(edge -> lineOf(edge).ifPresent(lines::add));
        lines.sort(Comparator.comparingLong(LogLine::number));
        String cursor = ServerJson.textIn(connection.path("pageInfo").path("endCursor"));
        return new LogPage(
                lines, cursor == null || cursor.isEmpty() ? null : cursor, ServerJson.instant(run.path("createdAt")));
    }

    static Optional<LogLine> lineOf(JsonNode edge) {
        JsonNode node = edge.path("node");
        return node.path("number").canConvertToLong() ? Optional.of(line(node)) : Optional.empty();
    }

    private static LogLine line(JsonNode node) {
        return new LogLine(
                node.path("number").asLong(),
                ServerJson.instant(node.path("timestamp")),
                node.path("level").asText(""),
                node.path("label").asText(""),
                node.path("line").asText(""));
    }
}
