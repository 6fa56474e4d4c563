// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads a body that names values to set: a Map, or anything Camel can make a text of that is a JSON object. */
final class JsonBody {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int QUOTED = 200;
    private static final int DEEPEST = 500;

    private JsonBody() {}

    /** @throws IllegalArgumentException if it is neither, or names nothing */
    static Map<String, @Nullable Object> of(Message message) {
        Map<String, @Nullable Object> values = values(message);
        if (values == null) {
            throw unfit("empty");
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("The body is empty and would change nothing: it names what to set, as"
                    + " in {\"name\":\"value\"}");
        }
        return values;
    }

    /**
     * For an operation that can do without: nothing, where there is none.
     *
     * @throws IllegalArgumentException if there is one that is neither
     */
    static Map<String, @Nullable Object> orNothing(Message message) {
        Map<String, @Nullable Object> values = values(message);
        return values == null ? Map.of() : values;
    }

    private static @Nullable Map<String, @Nullable Object> values(Message message) {
        if (message.getBody() instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> values = withTextKeys(map);
            values.forEach(JsonBody::requireJson);
            return values;
        }
        String text = text(message);
        return text == null ? null : parsed(text);
    }

    private static void requireJson(String name, @Nullable Object value) {
        requireEnd(name, value, 0);
        try {
            ServerJson.valueOf(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' in the body is nothing that JSON has a form for: " + e.getMessage(), e);
        }
    }

    /** What holds itself would be written until the stack is full. */
    private static void requireEnd(String name, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("'" + name + "' in the body is nested deeper than " + DEEPEST
                    + ", or holds itself, and JSON has no form for that");
        }
        Iterable<?> parts = value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof Collection<?> several ? several : List.of();
        parts.forEach(part -> requireEnd(name, part, depth + 1));
    }

    /** @throws IllegalArgumentException if a key is no text */
    static Map<String, @Nullable Object> withTextKeys(Map<?, ?> map) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("The body has a key that is not a text: " + key);
            }
            values.put(name, value);
        });
        return values;
    }

    /** Null where there is nothing. */
    private static @Nullable String text(Message message) {
        Object body = message.getBody();
        String text = message.getBody(String.class);
        if (body != null && text == null) {
            throw unfit("a " + body.getClass().getName());
        }
        return text == null || text.isBlank() ? null : text;
    }

    private static IllegalArgumentException unfit(String what) {
        return new IllegalArgumentException(
                "The body is " + what + ": it must be a Map, or JSON, of what to set, as in {\"name\":\"value\"}");
    }

    private static Map<String, @Nullable Object> parsed(String text) {
        try {
            return JSON.readValue(text, new TypeReference<Map<String, @Nullable Object>>() {});
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException(
                    "The body must be a Map, or JSON, of what to set, as in {\"name\":\"value\"}. It is JSON, but no object: "
                            + quoted(text),
                    e);
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String where =
                    location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
            throw new IllegalArgumentException(
                    "The body must be a Map, or JSON, of what to set, as in {\"name\":\"value\"}. It is no JSON object"
                            + where + " (" + e.getOriginalMessage() + "): " + quoted(text),
                    e);
        }
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
    }
}
