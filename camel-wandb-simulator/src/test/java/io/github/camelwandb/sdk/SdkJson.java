// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python writes it, in a form to compare: numbers are equal if they are the same number (1.0 and 1), doubles are what
 * their digits stand for, and numbers that are not finite are the texts {@code NaN}, {@code Infinity} and {@code -Infinity}.
 */
public final class SdkJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private SdkJson() {}

    /** Reads a text of Python's; answers null, Boolean, String, BigDecimal, List or Map. */
    public static Object parse(String text) {
        try {
            Object value = plain(MAPPER.readTree(text));
            return value == null ? Map.of() : value;
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** Brings maps, lists and numbers of any kind to the same form. */
    public static @Nullable Object comparable(@Nullable Object value) {
        return plain(MAPPER.valueToTree(value));
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (node.isNumber()) {
            return number(node);
        }
        return node.isNull() ? null : node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.decimalValue().stripTrailingZeros();
        }
        double value = node.doubleValue();
        return Double.isFinite(value) ? BigDecimal.valueOf(value).stripTrailingZeros() : Double.toString(value);
    }
}
