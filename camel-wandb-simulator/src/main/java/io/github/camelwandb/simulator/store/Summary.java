// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The last value of every key, as rows go by. Nested objects are merged, media and lists replaced. */
final class Summary {

    private final ObjectNode values;

    Summary() {
        this(JsonNodeFactory.instance.objectNode());
    }

    private Summary(ObjectNode values) {
        this.values = values;
    }

    static Summary of(ObjectNode before) {
        return new Summary(before.deepCopy());
    }

    void add(ObjectNode row) {
        merge(values, row);
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(member -> {
            boolean nested = member.getValue().isObject() && !member.getValue().has("_type");
            if (nested && into.get(member.getKey()) instanceof ObjectNode before && !before.has("_type")) {
                merge(before, (ObjectNode) member.getValue());
            } else {
                into.set(member.getKey(), member.getValue().deepCopy());
            }
        });
    }

    JsonText toJson() {
        return JsonText.of(JsonText.write(values));
    }
}
