// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a history, with the types and numbers of their values. Nested objects appear under dotted names; an object with
 * a {@code _type} is one value of that type. Rows are read once, in the order written.
 */
final class HistoryKeys {

    private final Map<String, Key> keys = new TreeMap<>();
    private long lastStep = -1;
    private int linesRead;
    private boolean any;

    private static final class Key {
        final Map<String, long[]> counts = new LinkedHashMap<>();

        @Nullable
        Object previousValue;

        boolean monotonic = true;

        void saw(String type, @Nullable Object value) {
            counts.computeIfAbsent(type, t -> new long[1])[0]++;
            if (value instanceof Number now && previousValue instanceof Number before) {
                monotonic = monotonic && now.doubleValue() >= before.doubleValue();
            } else if (previousValue != null) {
                monotonic = false;
            }
            previousValue = value;
        }
    }

    int linesRead() {
        return linesRead;
    }

    void read(@Nullable HistoryLine line) {
        linesRead++;
        if (line == null) {
            return;
        }
        any = true;
        lastStep = Math.max(lastStep, line.step());
        try (JsonParser parser = line.parser()) {
            parser.nextToken();
            members(parser, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void members(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix.isEmpty() ? parser.currentName() : prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            switch (token) {
                case START_OBJECT -> object(parser, name);
                case START_ARRAY -> {
                    parser.skipChildren();
                    key(name).saw("list", null);
                }
                case VALUE_NUMBER_INT -> key(name).saw("number", parser.getNumberValue());
                case VALUE_NUMBER_FLOAT -> key(name).saw("number", number(parser.getDoubleValue()));
                case VALUE_STRING -> string(name, parser.getText());
                case VALUE_TRUE, VALUE_FALSE -> key(name).saw("bool", token == JsonToken.VALUE_TRUE);
                default -> key(name).saw("nil", null);
            }
        }
    }

    private void object(JsonParser parser, String name) throws IOException {
        // the type may stand behind the members, so the object is read as a whole
        var tree = JsonTrees.read(parser);
        if (tree.path("_type").isTextual()) {
            key(name).saw(tree.path("_type").textValue(), null);
        } else {
            try (JsonParser inner = tree.traverse()) {
                inner.nextToken();
                members(inner, name + ".");
            }
        }
    }

    private void string(String name, String text) {
        // non-finite numbers travel as these strings
        boolean number = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        key(name).saw(number ? "number" : "string", text);
    }

    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }

    private Key key(String name) {
        return keys.computeIfAbsent(name, k -> new Key());
    }

    @Nullable
    Map<String, Object> describe() {
        if (!any) {
            return null;
        }
        Map<String, Object> described = new LinkedHashMap<>();
        keys.forEach((name, key) -> {
            List<Map<String, Object>> counts = new ArrayList<>();
            key.counts.forEach((type, count) -> counts.add(Map.of("type", type, "count", count[0])));
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("typeCounts", counts);
            entry.put("monotonic", key.monotonic);
            if (key.previousValue != null) {
                entry.put("previousValue", key.previousValue);
            }
            described.put(name, entry);
        });
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("lastStep", lastStep);
        result.put("keys", described);
        result.put("sets", List.of());
        return result;
    }
}
