// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.transport.ServerJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which runs are meant: W&amp;B's filter in MongoDB style, as {@code Api.runs(filters=...)} of its Python package takes it. It is evaluated
 * by the server.
 */
public final class RunFilter {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final RunFilter NONE = new RunFilter(JSON.createObjectNode());

    private final ObjectNode conditions;

    private RunFilter(ObjectNode conditions) {
        this.conditions = conditions;
    }

    /** Every run. */
    public static RunFilter none() {
        return NONE;
    }

    /**
     * The filter with this text.
     *
     * @throws IllegalArgumentException if it is not a JSON object; the message quotes it and says where it goes wrong
     */
    public static RunFilter json(String text) {
        try {
            return of(JSON.readTree(text), text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            throw new IllegalArgumentException(
                    "The filter is no JSON" + where + " (" + withoutSource(e.getOriginalMessage()) + "): " + text, e);
        }
    }

    /** Jackson adds where the object began, in words about itself. */
    private static String withoutSource(String message) {
        return message.replaceAll(" ?\\(start marker at \\[.*?]\\)", "");
    }

    /**
     * The filter with these conditions.
     *
     * @throws IllegalArgumentException if there is something in it that JSON has no form for
     */
    public static RunFilter of(Map<String, ?> conditions) {
        return of(ServerJson.valueOf(conditions), conditions.toString());
    }

    private static RunFilter of(JsonNode tree, String text) {
        if (tree instanceof ObjectNode object) {
            return new RunFilter(object);
        }
        throw new IllegalArgumentException("The filter is no JSON object, as in {\"state\":\"running\"}: " + text);
    }

    /** Runs in one of these states. */
    public static RunFilter state(Collection<String> states) {
        return oneOf("state", states);
    }

    /** Runs with at least one of these tags. */
    public static RunFilter tags(Collection<String> tags) {
        return oneOf("tags", tags);
    }

    /** Runs of this group. */
    public static RunFilter group(String group) {
        return equal("group", group);
    }

    /** Runs of this job type. */
    public static RunFilter jobType(String jobType) {
        return equal("jobType", jobType);
    }

    /** Runs of the sweep with this id. */
    public static RunFilter sweep(String sweepId) {
        return equal("sweep", sweepId);
    }

    /** Runs created after this time. */
    public static RunFilter createdAfter(Instant time) {
        return after("createdAt", time);
    }

    /** Runs whose last sign of life came after this time. */
    public static RunFilter updatedAfter(Instant time) {
        return after("heartbeatAt", time);
    }

    /** The runs with these ids. */
    public static RunFilter runIds(Collection<String> runIds) {
        return oneOf("name", runIds);
    }

    /**
     * Runs created at this time or later.
     *
     * @param time as the server wrote it
     */
    public static RunFilter createdFrom(String time) {
        return compared("createdAt", "$gte", time);
    }

    /** Runs whose last sign of life came at this time or later. */
    public static RunFilter heartbeatFrom(Instant time) {
        return compared("heartbeatAt", "$gte", wholeSeconds(time));
    }

    private static RunFilter equal(String field, String value) {
        return new RunFilter(JSON.createObjectNode().put(field, value));
    }

    private static RunFilter oneOf(String field, Collection<String> values) {
        if (values.size() == 1) {
            return equal(field, values.iterator().next());
        }
        ObjectNode filter = JSON.createObjectNode();
        ArrayNode list = filter.putObject(field).putArray("$in");
        values.forEach(list::add);
        return new RunFilter(filter);
    }

    private static RunFilter after(String field, Instant time) {
        return compared(field, "$gt", wholeSeconds(time));
    }

    private static RunFilter compared(String field, String operator, String value) {
        ObjectNode filter = JSON.createObjectNode();
        filter.putObject(field).put(operator, value);
        return new RunFilter(filter);
    }

    /** The server matches nothing where the Z is missing, and knows seconds. */
    private static String wholeSeconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The runs that this and all of the others admit. */
    public RunFilter and(RunFilter... others) {
        List<ObjectNode> parts = new java.util.ArrayList<>();
        parts.add(conditions);
        Arrays.stream(others).forEach(other -> parts.add(other.conditions));
        parts.removeIf(ObjectNode::isEmpty);
        if (parts.size() <= 1) {
            return parts.isEmpty() ? NONE : new RunFilter(parts.get(0));
        }
        ObjectNode all = JSON.createObjectNode();
        all.putArray("$and").addAll(parts);
        return new RunFilter(all);
    }

    /** Whether it admits every run. */
    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** The JSON text that the server is sent. */
    public String toJson() {
        return conditions.toString();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
