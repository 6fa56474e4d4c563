// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as one flat record: first {@link #OF_EACH_RUN}, then {@code config.}, {@code metadata.} if they were read, and {@code summary.}
 * columns by code point, nested ones under dotted names. Objects with a {@code _type}, such as a reference to a table, and lists stay what they are. Where two entries come to the
 * same column, the less nested one stays. Values are in the canonical form of a {@link HistoryRow}, but for nulls, which are there.
 *
 * @param columns values by name of the column, in order
 */
public record FlatRun(Map<String, @Nullable Object> columns) {

    /** The columns that each run has. */
    public static final List<String> OF_EACH_RUN = List.of(
            "entity",
            "project",
            "runId",
            "storageId",
            "projectId",
            "displayName",
            "state",
            "tags",
            "group",
            "jobType",
            "sweep",
            "notes",
            "createdAt",
            "heartbeatAt",
            "commit",
            "user",
            "historyLineCount",
            "eventsLineCount",
            "logLineCount",
            "url");

    public FlatRun {
        columns = Collections.unmodifiableMap(columns);
    }

    /** @param run one with config and summary */
    public static FlatRun of(Run run, NonFinite nonFinite) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        Map<String, @Nullable Object> known = run.asMap();
        OF_EACH_RUN.forEach(column -> columns.put(column, known.get(column)));
        new Columns(nonFinite).addAll("config", run.config()).writeTo(columns);
        new Columns(nonFinite).addAll("metadata", run.metadata()).writeTo(columns);
        new Columns(nonFinite).addAll("summary", run.summary()).writeTo(columns);
        return new FlatRun(columns);
    }

    /** As a JSON object in one line, without its end. */
    public String json() {
        return json(columns);
    }

    /** A value of a column as a text: JSON, but for a text, which is itself, and null. */
    public static @Nullable String text(@Nullable Object value) {
        return value == null || value instanceof String ? (String) value : json(value);
    }

    private static String json(Object value) {
        StringBuilder out = new StringBuilder();
        CanonicalJson.write(out, value);
        return out.toString();
    }

    /** Which of the entries under one name is there. */
    private record Cell(@Nullable Object value, int depth) {}

    private static final class Columns {

        private final NonFinite nonFinite;
        private final SortedMap<String, Cell> cells = new TreeMap<>(CodePointOrder.INSTANCE);

        Columns(NonFinite nonFinite) {
            this.nonFinite = nonFinite;
        }

        Columns addAll(String prefix, Map<String, @Nullable Object> entries) {
            entries.forEach((name, value) -> add(prefix + "." + name, value, 0));
            return this;
        }

        private void add(String column, @Nullable Object value, int depth) {
            if (value instanceof Map<?, ?> map && !map.isEmpty() && !map.containsKey("_type")) {
                map.forEach((name, nested) -> add(column + "." + name, nested, depth + 1));
                return;
            }
            Cell there = cells.get(column);
            if (there == null || there.depth > depth) {
                cells.put(column, new Cell(CanonicalValue.of(value, nonFinite), depth));
            }
        }

        void writeTo(Map<String, @Nullable Object> columns) {
            cells.forEach((column, cell) -> columns.put(column, cell.value));
        }
    }
}
