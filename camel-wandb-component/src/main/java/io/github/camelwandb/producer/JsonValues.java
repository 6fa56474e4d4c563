// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.OneLine;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps in messages, of what goes to the server by name. */
final class JsonValues {

    private JsonValues() {}

    /**
     * The values as JSON has them: maps, lists, texts, numbers.
     *
     * @param where the map is, such as {@code the body}
     * @throws IllegalArgumentException if a key is no text, or JSON has no form for a value
     */
    static Map<String, @Nullable Object> of(String where, Map<?, ?> map) {
        Map<String, @Nullable Object> values = withTextKeys(where, map);
        values.replaceAll((name, value) -> plain(where, name, value));
        return values;
    }

    private static @Nullable Object plain(String where, String name, @Nullable Object value) {
        try {
            return ServerJson.plain(ServerJson.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + OneLine.of(name) + "' in " + where + " is nothing that JSON has a form for: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * The values as they are.
     *
     * @throws IllegalArgumentException if a key is no text
     */
    static Map<String, @Nullable Object> withTextKeys(String where, Map<?, ?> map) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException(
                        "In " + where + " there is a key that is not a text: " + OneLine.of(key));
            }
            values.put(name, value);
        });
        return values;
    }
}
