// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.store.HistoryLine;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code GET /simulator/rows/ENTITY/PROJECT/RUN}: the rows that a run has, one line each, in the order written. W&amp;B has no such path: it is
 * the truth for those who test from another process, so it needs no key, no fault hits it and no record has it.
 */
final class RowsEndpoint {

    static final String ROOT = "/simulator/rows/";

    private final Store store;

    RowsEndpoint(Store store) {
        this.store = store;
    }

    Reply read(String path) {
        // behind the root, as the parts of a file that has the run as its name
        FilePath parts = FilePath.of(path);
        Project project = parts == null ? null : store.project(parts.project(), parts.runId());
        Run run = parts == null || project == null ? null : project.run(parts.name());
        if (run == null) {
            return Reply.error(404, "run not found");
        }
        String rows =
                run.history().inOrderWritten().stream().map(RowsEndpoint::line).collect(Collectors.joining());
        return new Reply(200, Map.of("Content-Type", "application/x-ndjson"), rows.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(HistoryLine row) {
        String text = row.text();
        return (text.indexOf('\n') < 0 ? text : JsonText.write(row.tree())) + "\n";
    }
}
