// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

import com.fasterxml.jackson.databind.JsonNode;
import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** Values as the Mongo matcher compares them. */
final class Values {

    private Values() {}

    static @Nullable Object of(@Nullable Object value) {
        return value instanceof JsonNode node ? ofNode(node) : value;
    }

    private static @Nullable Object ofNode(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Document document = new Document();
                node.properties().forEach(member -> document.put(member.getKey(), ofNode(member.getValue())));
                yield document;
            }
            // a list in a config cannot be matched on W&B: nothing a filter can say equals this
            case ARRAY -> new Document("list", node.toString());
            case NUMBER -> number(node);
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        // W&B stores NaN and the infinities as texts, which no number exceeds
        double value = node.doubleValue();
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
