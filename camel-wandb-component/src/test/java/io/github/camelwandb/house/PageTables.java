// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the tables of the component's page from its descriptor, each between two marker comments. */
final class PageTables {

    private static final Pattern MARKED =
            Pattern.compile("(// table: ([\\w-]+)\n)(.*?)(// end of table\n)", Pattern.DOTALL);

    private final JsonNode descriptor;

    PageTables(String descriptor) throws IOException {
        this.descriptor = new ObjectMapper().readTree(descriptor);
    }

    /** The page with its tables as they must be. */
    String refresh(String page) {
        return MARKED.matcher(page)
                .replaceAll(
                        marked -> Matcher.quoteReplacement(marked.group(1) + table(marked.group(2)) + marked.group(4)));
    }

    static List<String> tablesOf(String page) {
        return MARKED.matcher(page).results().map(marked -> marked.group(2)).toList();
    }

    private String table(String name) {
        return switch (name) {
            case "component-options" -> options("componentProperties", "property");
            case "path-parameters" -> options("properties", "path");
            case "endpoint-options" -> options("properties", "parameter");
            case "headers" -> headers();
            default -> throw new IllegalArgumentException("The page asks for a table that is not known: " + name);
        };
    }

    private String options(String section, String kind) {
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> option : descriptor.get(section).properties()) {
            JsonNode facts = option.getValue();
            if (facts.get("kind").asText().equals(kind)) {
                String required = facts.get("required").asBoolean() ? " *Required*" : "";
                rows.add("| *" + option.getKey() + "* (" + facts.get("group").asText() + ")" + required + " | "
                        + description(facts) + " | " + text(facts, "defaultValue") + " | " + type(facts));
            }
        }
        return "[width=\"100%\",cols=\"2,5,^1,2\",options=\"header\"]\n|===\n| Name | Description | Default | Type\n"
                + String.join("\n", rows) + "\n|===\n";
    }

    private String headers() {
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : descriptor.get("headers").properties()) {
            JsonNode facts = header.getValue();
            String constant = facts.get("constantName").asText();
            rows.add("| `" + header.getKey() + "` (" + facts.get("group").asText() + ") +\nConstant: `"
                    + constant.substring(constant.indexOf('#') + 1) + "` | " + description(facts) + " | "
                    + type(facts));
        }
        return "[width=\"100%\",cols=\"3,5,2\",options=\"header\"]\n|===\n| Name | Description | Type\n"
                + String.join("\n", rows) + "\n|===\n";
    }

    private static String description(JsonNode facts) {
        List<String> values = new ArrayList<>();
        facts.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
        String choice = values.isEmpty() ? "" : " One of: " + String.join(", ", values) + ".";
        return cell(facts.get("description").asText()) + choice;
    }

    private static String type(JsonNode facts) {
        String type = facts.get("javaType").asText();
        return facts.has("enum") ? "enum" : cell(type.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", ""));
    }

    private static String text(JsonNode facts, String field) {
        return facts.has(field) ? "`" + cell(facts.get(field).asText()) + "`" : "";
    }

    /** As text that AsciiDoc neither takes for a cell's end nor for an attribute, a link or a replacement. */
    private static String cell(String text) {
        String safe = text.replace("|", "\\|").replace("{", "\\{").replace("https://", "\\https://");
        return safe.contains("}}") ? safe.replace("}}", "++}}++") : safe;
    }
}
