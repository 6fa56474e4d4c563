// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as W&amp;B has it: texts that are JSON themselves ({@code JSONString}), NaN and control characters where JSON has none, times without
 * a zone. Numbers that are none are written as texts, as W&amp;B's own client does.
 */
public final class ServerJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private static final int DEEPEST = 500;

    private static final Pattern ZONE = Pattern.compile("(Z|[+-]\\d\\d:\\d\\d)$");

    private ServerJson() {}

    /**
     * What a field of type JSONString holds.
     *
     * @throws IllegalArgumentException if that is no JSON
     */
    public static JsonNode decoded(JsonNode field) {
        try {
            return field.isTextual() ? JSON.readTree(field.asText()) : field;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A JSONString is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * What a field of type JSONString holds; an empty object if that is none.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    public static ObjectNode object(JsonNode field) {
        return decoded(field) instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    /**
     * What a field of type JSONString holds, as maps, lists and values that cannot be changed; empty if that is no object.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    public static Map<String, @Nullable Object> plainMap(JsonNode field) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object(field).properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
        return Collections.unmodifiableMap(map);
    }

    /** Unmodifiable, at every depth. */
    public static @Nullable Object plain(JsonNode value) {
        if (value.isObject()) {
            return plainMap(value);
        }
        if (value.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            value.forEach(element -> list.add(plain(element)));
            return Collections.unmodifiableList(list);
        }
        return JSON.convertValue(value, Object.class);
    }

    /** What a field of type DateTime holds, UTC if it names no zone; null if that is no time. */
    public static @Nullable Instant instant(JsonNode field) {
        return instant(field.textValue());
    }

    /** The same, of the value that the parser is on; it is left on the value's end. */
    public static @Nullable Instant instant(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return instant(parser.getText());
        }
        parser.skipChildren();
        return null;
    }

    private static @Nullable Instant instant(@Nullable String time) {
        String text = withZone(time);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The time as filters take it: with one of another zone than Z they match nothing. Null if there is none. */
    public static @Nullable String utc(@Nullable String time) {
        String text = withZone(time);
        Instant instant = text == null || text.endsWith("Z") ? null : instant(text);
        return instant == null ? text : instant.toString();
    }

    /** The time with a zone, which W&amp;B may leave out; null if there is none. */
    private static @Nullable String withZone(@Nullable String time) {
        if (time == null || time.isEmpty()) {
            return null;
        }
        return ZONE.matcher(time).find() ? time : time + "Z";
    }

    /** What a field of type String or ID holds; null if that is nothing. */
    public static @Nullable String textIn(JsonNode field) {
        return field.isNull() || field.isMissingNode() ? null : field.asText();
    }

    /** An object without members. */
    public static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    /** @throws IllegalArgumentException if JSON has no form for it, or it is nested too deep, or a number too large, for W&amp;B to keep */
    public static JsonNode valueOf(@Nullable Object value) {
        requireEnd(value, 0);
        try {
            return JSON.valueToTree(value);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof InvalidDefinitionException unknown && unknown.getType() != null) {
                throw new IllegalArgumentException(
                        "it is of " + unknown.getType().toCanonical()
                                + ": make a text, a number, a list or a Map of it",
                        e);
            }
            throw e;
        }
    }

    /** What holds itself would be written until the stack is full. */
    private static void requireEnd(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested deeper than " + DEEPEST + ", or holds itself");
        }
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(part -> requireEnd(part, depth + 1));
        } else if (value instanceof Collection<?> || value instanceof JsonNode) {
            ((Iterable<?>) value).forEach(part -> requireEnd(part, depth + 1));
        } else if (value instanceof Object[] array) {
            Arrays.stream(array).forEach(part -> requireEnd(part, depth + 1));
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            if (Double.isInfinite(((Number) value).doubleValue())) {
                throw new IllegalArgumentException("it has a number larger than the largest double");
            }
        }
    }

    /** The text of a field of type JSONString. */
    public static String text(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("It cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
