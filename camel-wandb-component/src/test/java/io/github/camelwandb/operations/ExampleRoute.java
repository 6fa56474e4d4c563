// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.WandbOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The example of an operation: a route in YAML, {@code src/test/resources/operations/<operation>.yaml}, which this also writes in Java and
 * XML. It begins at {@code direct:<operation>} and takes what it needs from nobody.
 *
 * @param yaml the file
 */
record ExampleRoute(WandbOperation operation, String yaml) {

    private static final Path FOLDER = Path.of("src/test/resources/operations");

    static ExampleRoute of(WandbOperation operation) {
        Path file = FOLDER.resolve(operation + ".yaml");
        try {
            return new ExampleRoute(operation, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The operation " + operation + " needs an example, " + file, e);
        }
    }

    /** The same about another project, from another {@code direct:}. */
    ExampleRoute about(String project) {
        return new ExampleRoute(
                operation, yaml.replace("direct:" + operation, from(project)).replace(ExampleWorld.NAME, project));
    }

    /** Where {@link #about} has it begin. */
    String from(String project) {
        return "direct:" + operation + "-" + project;
    }

    /** The URI of the endpoint that it is an example of. */
    String uri() {
        return steps(route().get("from")).stream()
                .filter(step -> step.kind().equals("to"))
                .map(step -> uri(step.map()))
                .filter(uri -> uri.startsWith("wandb:"))
                .findFirst()
                .orElseThrow();
    }

    /** The headers that it sets, which is all that it needs of them. */
    List<String> headers() {
        return steps(route().get("from")).stream()
                .filter(step -> step.kind().equals("setHeader"))
                .map(step -> String.valueOf(step.map().get("name")))
                .toList();
    }

    /** A constant that it sets as a header or, by the name of body, as the body. */
    @Nullable
    String constant(String name) {
        return steps(route().get("from")).stream()
                .filter(step -> step.kind().equals(name.equals("body") ? "setBody" : "setHeader"))
                .filter(step -> name.equals("body") || name.equals(step.map().get("name")))
                .map(step -> String.valueOf(step.map().get("constant")))
                .findFirst()
                .orElse(null);
    }

    /** The statements of {@code configure()}. */
    String java() {
        Map<?, ?> from = (Map<?, ?>) route().get("from");
        return "from(" + quoted(uri(from)) + ")" + java(steps(from), "\n    ") + ";";
    }

    private static String java(List<Step> steps, String indent) {
        return steps.stream().map(step -> indent + java(step, indent)).collect(Collectors.joining());
    }

    private static String java(Step step, String indent) {
        return switch (step.kind()) {
            case "to" -> ".to(" + quoted(uri(step.map())) + ")";
            case "setHeader" ->
                ".setHeader(" + quoted(step.map().get("name")) + ", " + javaExpression(step.map()) + ")";
            case "setBody" -> ".setBody(" + javaExpression(step.map()) + ")";
            case "convertBodyTo" ->
                ".convertBodyTo(" + String.valueOf(step.map().get("type")).replaceFirst("^java\\.lang\\.", "")
                        + ".class)";
            case "log" -> ".log(" + quoted(step.value()) + ")";
            case "split" ->
                ".split(" + javaExpression(step.map()) + ").streaming()" + java(steps(step.map()), indent + "    ")
                        + indent + ".end()";
            default -> throw unknown(step);
        };
    }

    private static String javaExpression(Map<?, ?> step) {
        if ("${body}".equals(step.get("simple"))) {
            return "body()";
        }
        return step.containsKey("simple")
                ? "simple(" + quoted(step.get("simple")) + ")"
                : "constant(" + quoted(step.get("constant")) + ")";
    }

    private static String quoted(@Nullable Object text) {
        return '"'
                + String.valueOf(text)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                + '"';
    }

    /** The element {@code <route>}. */
    String xml() {
        Map<?, ?> from = (Map<?, ?>) route().get("from");
        return "<route>\n    <from uri=\"" + escaped(uri(from)) + "\"/>" + xml(steps(from), "\n    ") + "\n</route>";
    }

    private static String xml(List<Step> steps, String indent) {
        return steps.stream().map(step -> indent + xml(step, indent)).collect(Collectors.joining());
    }

    private static String xml(Step step, String indent) {
        return switch (step.kind()) {
            case "to" -> "<to uri=\"" + escaped(uri(step.map())) + "\"/>";
            case "setHeader" ->
                "<setHeader name=\"" + escaped(step.map().get("name")) + "\">" + indent + "    "
                        + xmlExpression(step.map()) + indent + "</setHeader>";
            case "setBody" -> "<setBody>" + indent + "    " + xmlExpression(step.map()) + indent + "</setBody>";
            case "convertBodyTo" ->
                "<convertBodyTo type=\"" + escaped(step.map().get("type")) + "\"/>";
            case "log" -> "<log message=\"" + escaped(step.value()) + "\"/>";
            case "split" ->
                "<split streaming=\"true\">" + indent + "    " + xmlExpression(step.map())
                        + xml(steps(step.map()), indent + "    ") + indent + "</split>";
            default -> throw unknown(step);
        };
    }

    private static String xmlExpression(Map<?, ?> step) {
        String language = step.containsKey("simple") ? "simple" : "constant";
        String text = String.valueOf(step.get(language));
        return "<" + language + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + language + ">";
    }

    private static String escaped(@Nullable Object text) {
        return String.valueOf(text).replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** One step of a route, such as {@code to}, with what YAML has for it. */
    private record Step(String kind, @Nullable Object value) {
        Map<?, ?> map() {
            return (Map<?, ?>) value;
        }
    }

    private static List<Step> steps(@Nullable Object parent) {
        return ((List<?>) ((Map<?, ?>) parent).get("steps"))
                .stream()
                        .map(step -> ((Map<?, ?>) step).entrySet().iterator().next())
                        .map(step -> new Step(String.valueOf(step.getKey()), step.getValue()))
                        .toList();
    }

    private Map<?, ?> route() {
        List<?> routes = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return (Map<?, ?>) ((Map<?, ?>) routes.get(0)).get("route");
    }

    private static String uri(Map<?, ?> endpoint) {
        if (!(endpoint.get("parameters") instanceof Map<?, ?> parameters)) {
            return String.valueOf(endpoint.get("uri"));
        }
        return parameters.entrySet().stream()
                .map(option -> option.getKey() + "=" + inUri(String.valueOf(option.getValue())))
                .collect(Collectors.joining("&", endpoint.get("uri") + "?", ""));
    }

    /** Signs that a URI has a use for. */
    private static String inUri(String value) {
        return value.matches(".*[&+%].*") ? "RAW(" + value + ")" : value;
    }

    private static IllegalArgumentException unknown(Step step) {
        return new IllegalArgumentException("The step " + step.kind()
                + " is one that ExampleRoute does not write in Java and XML yet: teach it, or do without");
    }
}
