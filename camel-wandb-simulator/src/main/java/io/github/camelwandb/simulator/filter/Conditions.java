// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

import com.fasterxml.jackson.databind.JsonNode;
import de.bwaldvogel.mongo.bson.Document;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What a filter may ask of one column: a value, or operators with values. */
final class Conditions {

    private static final Set<String> OPERATORS =
            Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists", "$regex");

    /** What RE2 does not have: look-around and back references. */
    private static final Pattern NOT_RE2 = Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9]|\\\\k<");

    private Conditions() {}

    static @Nullable Object read(String path, JsonNode condition) {
        boolean operators = condition.isObject()
                && condition.properties().stream().anyMatch(m -> m.getKey().startsWith("$"));
        if (!operators) {
            return value(path, condition);
        }
        Document document = new Document();
        for (Map.Entry<String, JsonNode> member : condition.properties()) {
            document.put(member.getKey(), operand(path, member.getKey(), member.getValue()));
        }
        return document;
    }

    private static @Nullable Object operand(String path, String operator, JsonNode operand) {
        if (!OPERATORS.contains(operator)) {
            throw new BadFilterException("invalid filter: unknown operator \"" + operator + "\"");
        }
        return switch (operator) {
            case "$in", "$nin" -> list(path, operator, operand);
            case "$exists" -> operand.asBoolean();
            case "$regex" -> regex(operand);
            default -> value(path, operand);
        };
    }

    private static List<@Nullable Object> list(String path, String operator, JsonNode operand) {
        if (!operand.isArray()) {
            throw new BadFilterException("invalid filter: " + operator + " takes a list");
        }
        List<@Nullable Object> values = new ArrayList<>();
        operand.forEach(element -> values.add(value(path, element)));
        return values;
    }

    private static String regex(JsonNode operand) {
        String pattern = operand.asText();
        if (NOT_RE2.matcher(pattern).find()) {
            throw new BadFilterException("invalid filter: invalid regular expression");
        }
        try {
            return Pattern.compile(pattern).pattern();
        } catch (PatternSyntaxException e) {
            throw new BadFilterException("invalid filter: invalid regular expression");
        }
    }

    private static @Nullable Object value(String path, JsonNode node) {
        if (Columns.isTime(path)) {
            if (node.isNumber()) {
                throw new BadFilterException(500, "invalid time: " + node);
            }
            return node.isTextual() ? time(node.textValue()) : Values.of(node);
        }
        // a list is equal to nothing on W&B
        return node.isArray() ? new Document("any list", true) : Values.of(node);
    }

    /** A time needs its zone: without one it stays a text, and no time equals or exceeds a text. */
    private static Object time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return text;
        }
    }
}
