// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.WandbConstants;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The variables that a message has for a document: a Map, or anything Camel can make a text of that is a JSON object. */
final class GraphqlVariables {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private GraphqlVariables() {}

    /** @throws IllegalArgumentException if the header is neither */
    static Map<String, @Nullable Object> of(Message message) {
        Object header = message.getHeader(WandbConstants.VARIABLES);
        if (header instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> variables = new LinkedHashMap<>();
            map.forEach((name, value) -> variables.put(String.valueOf(name), value));
            return variables;
        }
        String text = message.getHeader(WandbConstants.VARIABLES, "", String.class);
        return header == null ? Map.of() : parsed(text);
    }

    /** The value is not told: it may hold what no log should. */
    private static Map<String, @Nullable Object> parsed(String text) {
        try {
            Map<String, @Nullable Object> variables =
                    JSON.readValue(text, new TypeReference<@Nullable Map<String, @Nullable Object>>() {});
            if (variables != null) {
                return variables;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(refusal(e.getOriginalMessage()), e);
        }
        throw new IllegalArgumentException(refusal("it is null"));
    }

    private static String refusal(String why) {
        return "The header " + WandbConstants.VARIABLES + " is neither a Map nor a JSON object, as in"
                + " {\"name\":\"value\"}: " + why;
    }
}
