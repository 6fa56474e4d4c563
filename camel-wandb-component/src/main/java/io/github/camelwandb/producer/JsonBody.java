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
import io.github.camelwandb.client.model.OneLine;
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
            return JsonValues.of("the body", map);
        }
        String text = text(message);
        return text == null ? null : JsonValues.of("the body", parsed(text));
    }

    /** Null where there is nothing. */
    private static @Nullable String text(Message message) {
        Object body = message.getBody();
        String text = Conversion.text(message);
        if (body != null && text == null) {
            throw unfit("a " + Conversion.nameOf(body));
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
        return OneLine.of(text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...");
    }
}
