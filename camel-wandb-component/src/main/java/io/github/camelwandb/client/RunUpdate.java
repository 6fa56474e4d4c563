// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.RunChanges.Entries;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is sent to make changes to a run: only what changes, but for what W&amp;B replaces as a whole. */
final class RunUpdate {

    private final RunChanges changes;

    RunUpdate(RunChanges changes) {
        this.changes = changes;
    }

    /** What the server says of the run, so far as it matters. */
    Wholes wholes(JsonNode run) {
        return Wholes.of(run, changes);
    }

    /** With the changes. */
    Wholes applied(Wholes current) {
        return new Wholes(
                current.tags() == null ? null : tags(current.tags()),
                current.config() == null ? null : config(current.config(), Objects.requireNonNull(changes.config())),
                current.summary() == null
                        ? null
                        : summary(current.summary(), Objects.requireNonNull(changes.summary())));
    }

    /** The variables of the mutation; those that are absent leave their field alone. */
    Map<String, Object> variables(String storageId, Wholes wanted) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("id", storageId);
        put(variables, "displayName", changes.displayName());
        put(variables, "notes", changes.notes());
        put(variables, "groupName", changes.group());
        put(variables, "jobType", changes.jobType());
        variables.put("isConfig", wanted.config() != null);
        variables.put("isSummary", wanted.summary() != null);
        put(variables, "tags", wanted.tags());
        put(variables, "config", wanted.config() == null ? null : ServerJson.text(wanted.config()));
        put(variables, "summaryMetrics", wanted.summary() == null ? null : ServerJson.text(wanted.summary()));
        return variables;
    }

    private static void put(Map<String, Object> variables, String name, @Nullable Object value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    /** Whether somebody has made the first to the second in what is changed here, too. */
    boolean isContested(Wholes from, Wholes to) {
        return (changes.tags() != null && !Objects.equals(from.tags(), to.tags()))
                || isContested(changes.config(), from.config(), to.config())
                || isContested(changes.summary(), from.summary(), to.summary());
    }

    private static boolean isContested(@Nullable Entries entries, @Nullable ObjectNode from, @Nullable ObjectNode to) {
        if (entries == null || from == null || to == null) {
            return false;
        }
        Set<String> differing = Wholes.differing(from, to);
        return entries.replacing()
                ? !differing.isEmpty()
                : entries.values().keySet().stream().anyMatch(differing::contains);
    }

    private List<String> tags(List<String> current) {
        List<String> tags = new ArrayList<>(changes.tags() != null ? changes.tags() : current);
        tags.removeAll(changes.removeTags());
        changes.addTags().stream().filter(tag -> !tags.contains(tag)).forEach(tags::add);
        return tags;
    }

    private static ObjectNode config(ObjectNode current, Entries entries) {
        ObjectNode config = kept(current, entries);
        entries.values().forEach((key, value) -> {
            if (value == null && !entries.replacing()) {
                config.remove(key);
                return;
            }
            ObjectNode entry = current.path(key) instanceof ObjectNode known && known.has("value")
                    ? known.deepCopy()
                    : ServerJson.newObject();
            JsonNode next =
                    entries.replacing() ? ServerJson.valueOf(value) : MergePatch.applied(entry.path("value"), value);
            config.set(key, entry.set("value", next));
        });
        return config;
    }

    private static ObjectNode summary(ObjectNode current, Entries entries) {
        if (!entries.replacing()) {
            return (ObjectNode) MergePatch.applied(current, entries.values());
        }
        ObjectNode summary = kept(current, entries);
        entries.values().forEach((key, value) -> summary.set(key, ServerJson.valueOf(value)));
        return summary;
    }

    private static ObjectNode kept(ObjectNode current, Entries entries) {
        ObjectNode kept = current.deepCopy();
        return entries.replacing() ? kept.retain(RunReader.INTERNALS) : kept;
    }
}
