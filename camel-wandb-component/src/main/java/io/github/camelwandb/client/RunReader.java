// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Run} of the fields the server answers, any of which may be null. */
final class RunReader {

    private static final JsonMapper EXTENDED_JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    /** W&B's own entries of the configuration. */
    static final Set<String> INTERNALS = Set.of("_wandb", "wandb_version");

    private final ProjectPath project;
    private final AppUrls urls;

    RunReader(ProjectPath project, AppUrls urls) {
        this.project = project;
        this.urls = urls;
    }

    Run run(JsonNode node, boolean isComplete) {
        String runId = node.path("name").asText();
        return new Run(
                project.run(runId),
                node.path("id").asText(),
                text(node.path("projectId")),
                text(node.path("displayName")),
                new RunState(node.path("state").asText("")),
                texts(node.path("tags")),
                text(node.path("group")),
                text(node.path("jobType")),
                text(node.path("sweepName")),
                text(node.path("notes")),
                instant(node.path("createdAt")),
                instant(node.path("heartbeatAt")),
                text(node.path("commit")),
                user(node.path("user")),
                node.path("historyLineCount").asLong(0),
                isComplete ? config(node.path("config")) : Map.of(),
                isComplete ? summary(node.path("summaryMetrics")) : Map.of(),
                isComplete,
                urls.run(project.run(runId)));
    }

    private static @Nullable String user(JsonNode user) {
        String username = text(user.path("username"));
        return username != null ? username : text(user.path("name"));
    }

    private static Map<String, @Nullable Object> config(JsonNode encoded) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        object(encoded).properties().forEach(entry -> {
            if (!INTERNALS.contains(entry.getKey())) {
                JsonNode value = entry.getValue();
                config.put(entry.getKey(), plain(value.isObject() && value.has("value") ? value.get("value") : value));
            }
        });
        return config;
    }

    private static Map<String, @Nullable Object> summary(JsonNode encoded) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        object(encoded).properties().forEach(entry -> {
            if (!entry.getKey().equals("_wandb")) {
                summary.put(entry.getKey(), plain(entry.getValue()));
            }
        });
        return summary;
    }

    /** What a field of type JSONString holds; an empty object if that is none. */
    static JsonNode object(JsonNode encoded) {
        try {
            JsonNode decoded = encoded.isTextual() ? EXTENDED_JSON.readTree(encoded.asText()) : encoded;
            return decoded.isObject() ? decoded : EXTENDED_JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A JSONString is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Unmodifiable, at every depth. */
    private static @Nullable Object plain(JsonNode value) {
        if (value.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            value.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return Collections.unmodifiableMap(map);
        }
        if (value.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            value.forEach(element -> list.add(plain(element)));
            return Collections.unmodifiableList(list);
        }
        return EXTENDED_JSON.convertValue(value, Object.class);
    }

    static @Nullable String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    /** W&B's times are UTC and may lack the zone. */
    static @Nullable Instant instant(JsonNode value) {
        String text = text(value);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
