// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.client.model.WandbObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A type of what operations answer, and what routes can say of it: its methods, found by reflection. */
record AnswerType(Class<?> type) {

    private static final String OURS = "io.github.camelwandb.";

    /** What routes have no use for, or another name. */
    private static final List<String> UNSAID = List.of("asMap", "toString", "hashCode");

    /**
     * Something that a value of the type has.
     *
     * @param path how Camel's simple language calls it, without the value
     * @param type in Java
     * @param isNullable whether it may be missing
     */
    record Property(String path, Class<?> type, String typeText, boolean isNullable, List<Method> methods) {

        String simple() {
            return "${body." + path + "}";
        }

        /** What a value has. */
        @Nullable
        Object of(Object value) throws ReflectiveOperationException {
            Object result = value;
            for (Method method : methods) {
                result = method.invoke(result);
            }
            return result;
        }

        private Property inside(Property outer) {
            List<Method> both =
                    Stream.concat(outer.methods.stream(), methods.stream()).toList();
            return new Property(outer.path + "." + path, type, typeText, isNullable, both);
        }
    }

    static AnswerType of(Object value) {
        return new AnswerType(value.getClass());
    }

    /** Not Java's own, nor one that Camel knows. */
    boolean isOurs() {
        return type.getName().startsWith(OURS);
    }

    String name() {
        return Map.class.isAssignableFrom(type) && !isOurs() ? "Map" : type.getSimpleName();
    }

    /** To its table, if it has one. */
    String link() {
        return isOurs() ? "xref:#" + anchor() + "[`" + name() + "`]" : "`" + name() + "`";
    }

    String anchor() {
        return "answer-" + name().toLowerCase(Locale.ROOT);
    }

    /** With those of the paths and states that it has. */
    List<Property> properties() {
        List<Property> all = new ArrayList<>();
        for (Property property : own()) {
            all.add(property);
            AnswerType inner = new AnswerType(property.type());
            if (inner.isOurs() && !property.type().isEnum() && !WandbObject.class.isAssignableFrom(property.type())) {
                inner.own().stream()
                        .filter(each -> !new AnswerType(each.type()).isOurs())
                        .forEach(each -> all.add(each.inside(property)));
            }
        }
        return all;
    }

    /** The components of a record in their order, then the other methods. */
    private List<Property> own() {
        List<String> components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()
                : List.of();
        return Arrays.stream(type.getMethods())
                .filter(AnswerType::isSaid)
                .sorted(Comparator.comparing((Method method) -> components.contains(method.getName())
                                ? components.indexOf(method.getName())
                                : components.size())
                        .thenComparing(Method::getName))
                .map(AnswerType::property)
                .toList();
    }

    private static boolean isSaid(Method method) {
        return method.getDeclaringClass().getName().startsWith(OURS)
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge()
                && method.getReturnType() != void.class
                && !UNSAID.contains(method.getName())
                && Stream.of(Map.class, List.class)
                        .flatMap(known -> Arrays.stream(known.getMethods()))
                        .noneMatch(known -> known.getName().equals(method.getName()));
    }

    private static Property property(Method method) {
        AnnotatedElement result = method.getAnnotatedReturnType();
        String text = method.getGenericReturnType().getTypeName().replaceAll("[\\w.]+[.$](?=\\w)", "");
        return new Property(
                method.getName(),
                method.getReturnType(),
                text,
                result.isAnnotationPresent(Nullable.class),
                List.of(method));
    }

    /** The section of the page. */
    String section(Object sample) {
        StringBuilder text = new StringBuilder("\n[#" + anchor() + "]\n=== " + name() + "\n\n");
        if (sample instanceof Map<?, ?> map) {
            text.append("A map of the values by name, such as ")
                    .append(map.keySet().stream()
                            .map(key -> "`${body['" + key + "']}`")
                            .collect(Collectors.joining(", ")))
                    .append(".\n\n");
        } else if (sample instanceof List<?> list) {
            text.append("A list of ")
                    .append(of(list.get(0)).link())
                    .append(": `split` it, or `${body[0]}` is the first.\n\n");
        } else if (sample instanceof WandbObject object) {
            text.append("As JSON: ")
                    .append(object.asMap().keySet().stream()
                            .map(key -> "`" + key + "`")
                            .collect(Collectors.joining(", ")))
                    .append(".\n\n");
        }
        text.append("[width=\"100%\",cols=\"4,3,2\",options=\"header\"]\n|===\n| In Simple | Type |\n");
        for (Property property : properties()) {
            text.append("| `")
                    .append(property.simple())
                    .append("` | `")
                    .append(property.typeText())
                    .append("` |")
                    .append(property.isNullable() ? " may be null" : "")
                    .append('\n');
        }
        return text.append("|===\n").toString();
    }
}
