// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.filestream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.RunState;
import io.github.camelwandb.client.transport.ServerJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, for somebody who is to go on with it.
 *
 * @param heartbeatAt when a writer last said anything, server's time
 * @param lines lines of history, as the server counts them
 * @param nextStep behind the last row, 0 if there is none
 * @param runtime of the last row in seconds, 0 if it has none
 * @param summary all of it, W&amp;B's internals too
 */
record RunStatus(
        RunState state, @Nullable Instant heartbeatAt, long lines, long nextStep, double runtime, ObjectNode summary) {

    static RunStatus of(JsonNode run) {
        JsonNode tail = ServerJson.decoded(run.path("historyTail"));
        JsonNode lastRow = ServerJson.decoded(tail.path(tail.size() - 1));
        ObjectNode summary = ServerJson.object(run.path("summaryMetrics"));
        JsonNode last = lastRow.isObject() ? lastRow : summary;
        JsonNode step = last.path("_step");
        return new RunStatus(
                new RunState(run.path("state").asText("")),
                ServerJson.instant(run.path("heartbeatAt")),
                run.path("historyLineCount").asLong(0),
                step.isNumber() ? step.asLong() + 1 : 0,
                last.path("_runtime").asDouble(0),
                summary);
    }
}
