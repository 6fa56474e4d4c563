// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.WandbOperation;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what the page of operations says of each: found out, and not made up. Each is between two marker comments. */
final class OperationSections {

    private static final Pattern MARKED =
            Pattern.compile("(// operation: (\\w+)\n)(.*?)(// end of operation\n)", Pattern.DOTALL);

    private final JsonNode headers;
    private final String server;

    /**
     * @param headers of the component's descriptor
     * @param server the address that no text is to hold
     */
    OperationSections(JsonNode headers, String server) {
        this.headers = headers;
        this.server = server;
    }

    /** The page with this section as it must be. */
    String refresh(String page, WandbOperation operation, OperationFacts facts) {
        return MARKED.matcher(page)
                .replaceAll(marked -> Matcher.quoteReplacement(
                        marked.group(2).equals(operation.name())
                                ? marked.group(1) + section(operation, facts) + marked.group(4)
                                : marked.group()));
    }

    private String section(WandbOperation operation, OperationFacts facts) {
        StringBuilder text =
                new StringBuilder("\nClass: *" + operation.access().name().toLowerCase(Locale.ROOT)
                        + "*. Body afterwards: " + facts.answer().inWords() + ".\n\n");
        if (!facts.takes().isEmpty() || !facts.sets().isEmpty()) {
            text.append("[width=\"100%\",cols=\"3,1,6\",options=\"header\"]\n|===\n| Header | |\n");
            facts.takes().forEach((header, need) -> row(text, header, need));
            facts.sets().forEach((header, when) -> row(text, header, when));
            text.append("|===\n\n");
        }
        for (Map.Entry<String, Throwable> failure : facts.failures().entrySet()) {
            text.append("* If ")
                    .append(failure.getKey())
                    .append(": `")
                    .append(failure.getValue().getClass().getSimpleName())
                    .append("`, pass:c[")
                    .append(String.valueOf(failure.getValue().getMessage())
                            .replace(server, "https://api.wandb.ai")
                            .replace("]", "\\]"))
                    .append("]\n");
        }
        return text.append("\n[tabs]\n====\n")
                .append(example(operation, "YAML", "yaml", ExampleForm.YAML))
                .append('\n')
                .append(example(operation, "Java", "java", ExampleForm.JAVA))
                .append('\n')
                .append(example(operation, "XML", "xml", ExampleForm.XML))
                .append("====\n")
                .toString();
    }

    private void row(StringBuilder text, String header, String need) {
        String description = headers.path(header).path("description").asText("Camel's own: the file that the body is.");
        text.append("| `")
                .append(header)
                .append("` | ")
                .append(need)
                .append(" | ")
                .append(description.replace("|", "\\|").replace("{", "\\{"))
                .append('\n');
    }

    private static String example(WandbOperation operation, String title, String language, ExampleForm form) {
        return title + "::\n+\n[source," + language + "]\n----\n" + form.of(ExampleRoute.of(operation)) + "\n----\n";
    }
}
