// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as somebody wrote it: the text is served unchanged, the tree is parsed when first asked for. Bare {@code
 * NaN} and {@code Infinity} are understood, because the SDK writes them.
 */
public final class JsonText {

    /** The empty object. */
    public static final JsonText EMPTY = new JsonText("{}");

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private final String text;
    private volatile @Nullable ObjectNode tree;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * Takes the text of a JSON object.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static JsonText of(String text) {
        JsonText json = new JsonText(text);
        json.tree();
        return json;
    }

    /** Writes Java values (maps, lists, numbers, strings) as the SDK would: non-finite numbers as bare tokens. */
    public static JsonText of(Map<String, ?> values) {
        return new JsonText(write(values));
    }

    /** Any JSON value, read leniently. */
    public static JsonNode parse(String text) {
        try {
            return LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Any value as JSON text, non-finite numbers as bare tokens. */
    public static String write(@Nullable Object value) {
        try {
            return LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The parsed object; not to be changed. */
    public ObjectNode tree() {
        ObjectNode parsed = tree;
        if (parsed == null) {
            JsonNode node = parse(text);
            if (!(node instanceof ObjectNode object)) {
                throw new IllegalArgumentException("not a JSON object");
            }
            parsed = object;
            tree = parsed;
        }
        return parsed;
    }

    /** The object as Java values, in the order written. */
    public Map<String, Object> toMap() {
        return toMap(tree());
    }

    /** An object as Java values, in the order written. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> toMap(JsonNode object) {
        return LENIENT.convertValue(object, LinkedHashMap.class);
    }

    /** The object as it was written. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
