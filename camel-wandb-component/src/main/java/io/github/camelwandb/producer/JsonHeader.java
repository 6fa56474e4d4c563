// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A header that holds values by name: a Map, or anything Camel can make a text of that is a JSON object. */
final class JsonHeader {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonHeader() {}

    /**
     * The values, none if there is no such header.
     *
     * @throws IllegalArgumentException if it is neither, or JSON has no form for a value
     */
    static Map<String, @Nullable Object> of(Message message, String name) {
        Object header = message.getHeader(name);
        if (header instanceof Map<?, ?> map) {
            return JsonValues.of("the header " + name, map);
        }
        if (header == null) {
            return Map.of();
        }
        String text = Conversion.text("The header " + name, header, message.getExchange());
        if (text == null) {
            throw new IllegalArgumentException(refusal(name, "it is a " + Conversion.nameOf(header)));
        }
        return JsonValues.of("the header " + name, parsed(name, text));
    }

    /** The value is not told: it may hold what no log should. */
    private static Map<String, @Nullable Object> parsed(String name, String text) {
        try {
            Map<String, @Nullable Object> values =
                    JSON.readValue(text, new TypeReference<@Nullable Map<String, @Nullable Object>>() {});
            if (values != null) {
                return values;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(refusal(name, e.getOriginalMessage()), e);
        }
        throw new IllegalArgumentException(refusal(name, "it is null"));
    }

    private static String refusal(String name, String why) {
        return "The header " + name + " is neither a Map nor a JSON object, as in" + " {\"name\":\"value\"}: " + why;
    }
}
