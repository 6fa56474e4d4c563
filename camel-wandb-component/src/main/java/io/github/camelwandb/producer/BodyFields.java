// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.model.OneLine;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a body says, field by field. */
final class BodyFields {

    private final Map<String, ? extends @Nullable Object> body;

    /** @throws IllegalArgumentException if there are others than these */
    BodyFields(Map<String, ? extends @Nullable Object> body, WandbOperation operation, Set<String> known) {
        this.body = body;
        for (String key : body.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(OneLine.of(key) + " in the body is nothing that " + operation
                        + " knows: " + new TreeSet<>(known) + " are");
            }
        }
    }

    boolean isThere(String name) {
        return body.containsKey(name);
    }

    /** A text, which may be empty; null only where it is not there. */
    @Nullable
    String textIfThere(String name) {
        if (isThere(name) && body.get(name) == null) {
            throw new IllegalArgumentException(name + "=null in the body is not a text; an empty text clears it");
        }
        return text(name);
    }

    @Nullable
    String text(String name) {
        Object value = body.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, "a text");
    }

    String required(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(name + " is missing in the body");
        }
        return text;
    }

    List<String> texts(String name) {
        Object value = body.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Collection<?> texts && texts.stream().allMatch(String.class::isInstance)) {
            return texts.stream().map(String.class::cast).toList();
        }
        throw wrong(name, "a list of texts");
    }

    /** The same, none of which may be empty. */
    List<String> filledTexts(String name) {
        List<String> texts = texts(name);
        if (texts.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    name + "=" + OneLine.of(body.get(name)) + " in the body has an empty text: leave it out");
        }
        return texts;
    }

    @Nullable
    Long number(String name) {
        Object value = body.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw wrong(name, "a whole number");
    }

    Map<String, @Nullable Object> map(String name) {
        Object value = body.get(name);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> entries && entries.keySet().stream().allMatch(String.class::isInstance)) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((key, entry) -> map.put((String) key, entry));
            return map;
        }
        throw wrong(name, "a map of values by name");
    }

    private IllegalArgumentException wrong(String name, String kind) {
        return new IllegalArgumentException(name + "=" + OneLine.of(body.get(name)) + " in the body is not " + kind);
    }
}
