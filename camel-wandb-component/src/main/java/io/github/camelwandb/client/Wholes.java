// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a run that W&amp;B replaces as a whole, its internals in them; null where they are not of interest. */
record Wholes(
        @Nullable List<String> tags,
        @Nullable ObjectNode config,
        @Nullable ObjectNode summary) {

    /** A server may store 1.0 as 1. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) ->
            isFinite(one) && isFinite(other) && one.decimalValue().compareTo(other.decimalValue()) == 0
                    ? 0
                    : one.equals(other) ? 0 : 1;

    private static boolean isFinite(JsonNode value) {
        return value instanceof NumericNode number && !number.isNaN(); // which it says of infinities, too
    }

    /** @param run as the server answers it */
    static Wholes of(JsonNode run, RunChanges changes) {
        return new Wholes(
                changes.changesTags() ? tags(run.path("tags")) : null,
                changes.config() != null ? ServerJson.object(run.path("config")) : null,
                changes.summary() != null ? ServerJson.object(run.path("summaryMetrics")) : null);
    }

    private static List<String> tags(JsonNode tags) {
        List<String> texts = new ArrayList<>();
        tags.forEach(tag -> texts.add(tag.asText()));
        return texts;
    }

    boolean isSame(Wholes other) {
        return (tags == null || tags.equals(other.tags))
                && isSame(config, other.config)
                && isSame(summary, other.summary);
    }

    private static boolean isSame(@Nullable ObjectNode one, @Nullable ObjectNode other) {
        return one == null || (other != null && one.equals(BY_VALUE, other));
    }

    /** This one with what others have made of the first to get the second. */
    Wholes withDifference(Wholes from, Wholes to) {
        return new Wholes(
                withDifference(tags, from.tags, to.tags),
                withDifference(config, from.config, to.config),
                withDifference(summary, from.summary, to.summary));
    }

    private static @Nullable List<String> withDifference(
            @Nullable List<String> tags, @Nullable List<String> from, @Nullable List<String> to) {
        if (tags == null || from == null || to == null) {
            return tags;
        }
        Set<String> result = new LinkedHashSet<>(tags);
        from.stream().filter(tag -> !to.contains(tag)).forEach(result::remove);
        to.stream().filter(tag -> !from.contains(tag)).forEach(result::add);
        return List.copyOf(result);
    }

    private static @Nullable ObjectNode withDifference(
            @Nullable ObjectNode entries, @Nullable ObjectNode from, @Nullable ObjectNode to) {
        if (entries == null || from == null || to == null) {
            return entries;
        }
        ObjectNode result = entries.deepCopy();
        for (String key : differing(from, to)) {
            JsonNode value = to.get(key);
            if (value == null) {
                result.remove(key);
            } else {
                result.set(key, value);
            }
        }
        return result;
    }

    /** The names of the entries that are not the same in both. */
    static Set<String> differing(ObjectNode one, ObjectNode other) {
        Set<String> keys = new LinkedHashSet<>();
        one.fieldNames().forEachRemaining(keys::add);
        other.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(key -> one.path(key).equals(BY_VALUE, other.path(key)));
        return keys;
    }
}
