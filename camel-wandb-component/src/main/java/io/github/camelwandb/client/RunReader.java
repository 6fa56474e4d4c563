// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunState;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Run} of the fields the server answers, any of which may be null. Runs made by one reader share what they have in
 * common: thousands of them are kept.
 */
final class RunReader {

    /** W&B's own entries of the configuration. */
    static final Set<String> INTERNALS = Set.of("_wandb", "wandb_version");

    private final ProjectPath project;
    private final AppUrls urls;
    private final Map<String, String> shared = new HashMap<>();
    private final Map<String, RunState> states = new HashMap<>();

    RunReader(ProjectPath project, AppUrls urls) {
        this.project = project;
        this.urls = urls;
    }

    Run run(JsonNode node, boolean isComplete) {
        String runId = node.path("name").asText();
        return new Run(
                project.run(runId),
                node.path("id").asText(),
                shared(ServerJson.textIn(node.path("projectId"))),
                ServerJson.textIn(node.path("displayName")),
                states.computeIfAbsent(node.path("state").asText(""), RunState::new),
                texts(node.path("tags")),
                shared(ServerJson.textIn(node.path("group"))),
                shared(ServerJson.textIn(node.path("jobType"))),
                shared(ServerJson.textIn(node.path("sweepName"))),
                ServerJson.textIn(node.path("notes")),
                ServerJson.instant(node.path("createdAt")),
                ServerJson.instant(node.path("heartbeatAt")),
                shared(ServerJson.textIn(node.path("commit"))),
                shared(user(node.path("user"))),
                node.path("historyLineCount").asLong(0),
                node.path("eventsLineCount").asLong(0),
                node.path("logLineCount").asLong(0),
                isComplete ? config(node.path("config")) : Map.of(),
                isComplete ? summary(node.path("summaryMetrics")) : Map.of(),
                isComplete,
                Map.of(),
                urls.run(project.run(runId)));
    }

    private @Nullable String shared(@Nullable String text) {
        return text == null ? null : known(text);
    }

    private String known(String text) {
        @Nullable String before = shared.putIfAbsent(text, text);
        return before == null ? text : before;
    }

    private static @Nullable String user(JsonNode user) {
        String username = ServerJson.textIn(user.path("username"));
        return username != null ? username : ServerJson.textIn(user.path("name"));
    }

    /** The members of an object, unmodifiable at every depth. */
    static Map<String, @Nullable Object> members(JsonNode object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.properties().forEach(entry -> members.put(entry.getKey(), ServerJson.plain(entry.getValue())));
        return members;
    }

    private static Map<String, @Nullable Object> config(JsonNode encoded) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        ServerJson.object(encoded).properties().forEach(entry -> {
            if (!INTERNALS.contains(entry.getKey())) {
                JsonNode value = entry.getValue();
                config.put(
                        entry.getKey(),
                        ServerJson.plain(value.isObject() && value.has("value") ? value.get("value") : value));
            }
        });
        return config;
    }

    private static Map<String, @Nullable Object> summary(JsonNode encoded) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        ServerJson.object(encoded).properties().forEach(entry -> {
            if (!entry.getKey().equals("_wandb")) {
                summary.put(entry.getKey(), ServerJson.plain(entry.getValue()));
            }
        });
        return summary;
    }

    private List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(known(value.asText())));
        return texts;
    }
}
