// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Finds the {@code wandb:} URIs that pages and routes show: in text as they stand, in YAML with their {@code parameters}. */
final class DocumentedUris {

    private static final Pattern YAML_BLOCK = Pattern.compile(
            "\\[source,\\s*yaml[^\\n]*\\]\\n-{4}\\n(.*?)\\n-{4}|```ya?ml[^\\n]*\\n(.*?)\\n```", Pattern.DOTALL);

    /** Within double quotes, as in Java and XML, or bare, as in running text. */
    private static final Pattern URI =
            Pattern.compile("\"(wandb:(?:[^\"\\\\\\n]|\\\\.)+)\"|(wandb:[\\w{-][^\\s/\"'`<>|]*/[^\\s\"'`<>|]*)");

    private final Map<String, Path> uris = new TreeMap<>();

    /** Each URI with a file that shows it. */
    static Map<String, Path> inTheTree() throws IOException {
        DocumentedUris found = new DocumentedUris();
        for (Path page : Tree.files(".adoc", ".md")) {
            found.inPage(Tree.read(page), page);
        }
        for (Path route : Tree.files(".yaml", ".yml")) {
            found.inYaml(Tree.read(route), route);
        }
        return found.uris;
    }

    private void inPage(String page, Path file) {
        yamlBlocks(page).forEach(yaml -> inYaml(yaml, file));
        URI.matcher(YAML_BLOCK.matcher(page).replaceAll("")).results().forEach(uri -> {
            if (uri.group(1) != null) {
                add(uri.group(1).replace("\\\"", "\"").replace("&amp;", "&"), file);
            } else {
                add(uri.group(2).replaceAll("[.,;:)]+$", ""), file);
            }
        });
    }

    /** The texts of the YAML blocks of a page, in AsciiDoc or Markdown. */
    static List<String> yamlBlocks(String page) {
        return YAML_BLOCK
                .matcher(page)
                .results()
                .map(block -> block.group(1) == null ? block.group(2) : block.group(1))
                .toList();
    }

    private void inYaml(String yaml, Path file) {
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(document -> inNode(document, file));
    }

    private void inNode(Object node, Path file) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri && uri.startsWith("wandb:")) {
                add(withParameters(uri, map.get("parameters")), file);
            }
            map.values().forEach(value -> inNode(value, file));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> inNode(value, file));
        } else if (node instanceof String uri && uri.startsWith("wandb:")) {
            add(uri, file);
        }
    }

    private static String withParameters(String uri, Object parameters) {
        if (!(parameters instanceof Map<?, ?> map)) {
            return uri;
        }
        return map.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&", uri + (uri.contains("?") ? "&" : "?"), ""));
    }

    /** Square brackets are those of a syntax, and what has no slash names the component or a transformer. */
    private void add(String uri, Path file) {
        String path = uri.split("\\?", 2)[0];
        if (path.contains("/") && !uri.contains("[")) {
            uris.putIfAbsent(uri, file);
        }
    }
}
