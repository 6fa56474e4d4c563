// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A row under W&amp;B's dotted metric names: nested objects are dissolved, media (objects with a {@code _type}) stay whole. */
public final class FlatRow {

    private FlatRow() {}

    /** The row's metrics, in the order logged. */
    public static Map<String, JsonNode> of(JsonNode row) {
        Map<String, JsonNode> flat = new LinkedHashMap<>();
        flatten(row, "", flat);
        return flat;
    }

    private static void flatten(JsonNode object, String prefix, Map<String, JsonNode> into) {
        object.properties().forEach(member -> {
            String name = prefix + member.getKey();
            if (member.getValue().isObject() && !member.getValue().path("_type").isTextual()) {
                flatten(member.getValue(), name + ".", into);
            } else {
                into.put(name, member.getValue());
            }
        });
    }
}
