// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.HistoryLine;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run says about itself, without its rows. */
final class RunFields {

    private RunFields() {}

    static void wire(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "Run", Run.class)
                .field("id", Run::storageId)
                .field("name", Run::runId)
                .field("projectId", run -> run.project().internalId())
                .field("project", Run::project)
                .field("displayName", Run::displayName)
                .field("state", run -> run.state().text())
                .field("config", run -> run.details().config().text())
                .field("summaryMetrics", run -> run.details().summary().text())
                .field("tags", run -> run.details().tags())
                .field("description", run -> run.details().description())
                .field("notes", run -> run.details().notes())
                .field("group", run -> run.details().group())
                .field("jobType", run -> run.details().jobType())
                .field("commit", run -> run.details().commit())
                .field("host", run -> run.details().host())
                .field("sweepName", run -> run.details().sweep())
                .field("readOnly", run -> false)
                .field("createdAt", Run::createdAt)
                .field("heartbeatAt", Run::heartbeatAt)
                .field("updatedAt", Run::updatedAt)
                .field("duration", Run::durationSeconds)
                .field("stopped", Run::stopRequested)
                .field("shouldStop", Run::stopRequested)
                .field("failed", run -> run.state() == RunState.FAILED)
                .field("running", run -> run.state() == RunState.RUNNING)
                .field("exitcode", Run::exitCode)
                .field("user", run -> user(run.details().username()))
                .field("runInfo", RunFields::runInfo)
                .field("systemMetrics", RunFields::systemMetrics)
                .field("historyLineCount", run -> run.counts().lineCount())
                .field("eventsLineCount", run -> run.events().size())
                .field("logLineCount", run -> run.console().size())
                .field("historyTail", RunFields::historyTail)
                .field("eventsTail", run -> tail(last(run.events().all())))
                .fieldWith("wandbConfig", RunFields::wandbConfig);
    }

    /** A run of a service account or of a user who is gone has no user. */
    static @Nullable Map<String, Object> user(@Nullable String username) {
        return username == null ? null : Fields.map("id", "user-" + username, "name", username, "username", username);
    }

    private static Map<String, Object> runInfo(Run run) {
        return Fields.map(
                "program", run.details().program(),
                "args", List.of(),
                "codeSaved", false,
                "git", Fields.map("commit", run.details().commit()));
    }

    private static @Nullable String last(List<String> lines) {
        return lines.isEmpty() ? null : lines.get(lines.size() - 1);
    }

    private static @Nullable String systemMetrics(Run run) {
        String last = last(run.events().all());
        if (last == null) {
            return null;
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        JsonText.parse(last).properties().forEach(member -> {
            if (member.getKey().startsWith("system.")) {
                metrics.put(member.getKey(), member.getValue());
            }
        });
        return JsonText.write(metrics);
    }

    private static String historyTail(Run run) {
        HistoryLine last = run.history().last();
        return tail(last == null ? null : last.text());
    }

    /** A JSON list of lines as strings. */
    private static String tail(@Nullable String line) {
        return JsonText.write(line == null ? List.of() : List.of(line));
    }

    /** The named members of {@code _wandb}. */
    private static String wandbConfig(Run run, DataFetchingEnvironment env) {
        ObjectNode internal = run.details().config().tree().path("_wandb").path("value") instanceof ObjectNode object
                ? object
                : run.details().config().tree().objectNode();
        List<String> keys = env.getArgument("keys");
        if (keys == null) {
            return JsonText.write(internal);
        }
        ObjectNode selected = internal.objectNode();
        keys.stream().filter(internal::has).forEach(key -> selected.set(key, internal.get(key)));
        return JsonText.write(selected);
    }
}
