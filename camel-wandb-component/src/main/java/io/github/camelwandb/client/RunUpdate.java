// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.RunChanges.Entries;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of the mutation that makes changes to a run. Variables that are absent leave their field alone. */
final class RunUpdate {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunUpdate() {}

    /**
     * Only what changes. W&amp;B replaces a configuration or summary as a whole, so what is to stay is sent again, its internals too.
     *
     * @param run as the server answered it just now
     */
    static Map<String, Object> variables(JsonNode run, RunChanges changes) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("id", run.path("id").asText());
        put(variables, "displayName", changes.displayName());
        put(variables, "notes", changes.notes());
        put(variables, "tags", changes.tags());
        put(variables, "groupName", changes.group());
        put(variables, "jobType", changes.jobType());
        if (changes.config() != null) {
            variables.put("config", config(run.path("config"), changes.config()));
        }
        if (changes.summary() != null) {
            variables.put("summaryMetrics", summary(run.path("summaryMetrics"), changes.summary()));
        }
        return variables;
    }

    private static void put(Map<String, Object> variables, String name, @Nullable Object value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    private static String config(JsonNode current, Entries changes) {
        ObjectNode merged = kept(current, changes);
        changes.values().forEach((key, value) -> {
            JsonNode entry = merged.path(key);
            ObjectNode wrapped =
                    entry instanceof ObjectNode object && entry.has("value") ? object : JSON.createObjectNode();
            merged.set(key, wrapped.set("value", JSON.valueToTree(value)));
        });
        return merged.toString();
    }

    private static String summary(JsonNode current, Entries changes) {
        ObjectNode merged = kept(current, changes);
        changes.values().forEach((key, value) -> merged.set(key, JSON.valueToTree(value)));
        return merged.toString();
    }

    private static ObjectNode kept(JsonNode current, Entries changes) {
        ObjectNode kept = ServerJson.object(current).deepCopy();
        return changes.replacing() ? kept.retain(RunReader.INTERNALS) : kept;
    }
}
