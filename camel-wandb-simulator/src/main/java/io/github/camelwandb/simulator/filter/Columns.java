// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

import com.fasterxml.jackson.databind.JsonNode;
import de.bwaldvogel.mongo.bson.Document;
import io.github.camelwandb.simulator.store.Run;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a run that filters and orders may name, in camel case and in snake case, and their values. Config, summary
 * and logged keys are documents under {@code config}, {@code summary_metrics} and {@code keys_info}.
 */
final class Columns {

    static final String CONFIG = "config";
    static final String SUMMARY = "summary_metrics";
    static final String KEYS = "keys_info";

    private static final Set<String> TEXTS = Set.of(
            "name",
            "displayName",
            "state",
            "tags",
            "group",
            "jobType",
            "host",
            "username",
            "sweep",
            "notes",
            "description",
            "commit",
            "project");

    private static final Set<String> TIMES = Set.of("createdAt", "heartbeatAt", "updatedAt");

    private static final Map<String, Function<Run, @Nullable Object>> PLAIN = Map.ofEntries(
            Map.entry("name", Run::runId),
            Map.entry("displayName", Run::displayName),
            Map.entry("state", run -> run.state().text()),
            Map.entry("tags", run -> run.details().tags()),
            Map.entry("group", run -> run.details().group()),
            Map.entry("jobType", run -> run.details().jobType()),
            Map.entry("host", run -> run.details().host()),
            Map.entry("username", run -> run.details().username()),
            Map.entry("sweep", run -> run.details().sweep()),
            Map.entry("notes", run -> run.details().notes()),
            Map.entry("description", run -> run.details().description()),
            Map.entry("commit", run -> run.details().commit()),
            Map.entry("project", run -> run.project().name()),
            Map.entry("duration", Run::durationSeconds),
            Map.entry("createdAt", Run::createdAt),
            Map.entry("heartbeatAt", Run::heartbeatAt),
            Map.entry("updatedAt", Run::updatedAt));

    private static final Map<String, String> NAMES = names();

    private Columns() {}

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String column : PLAIN.keySet()) {
            names.put(column, column);
            names.put(column.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), column);
        }
        names.put("group_name", "group");
        names.put("groupName", "group");
        names.put("summaryMetrics", SUMMARY);
        names.put(SUMMARY, SUMMARY);
        names.put(CONFIG, CONFIG);
        names.put(KEYS, KEYS);
        return Map.copyOf(names);
    }

    /**
     * The path of a column as the documents of {@link #document} have it.
     *
     * @throws BadFilterException if there is no such column
     */
    static String path(String name) {
        int dot = name.indexOf('.');
        String column = NAMES.get(dot < 0 ? name : name.substring(0, dot));
        String rest = dot < 0 ? "" : name.substring(dot);
        boolean document = CONFIG.equals(column) || SUMMARY.equals(column) || KEYS.equals(column);
        if (column == null || document == rest.isEmpty() || rest.endsWith(".")) {
            throw new BadFilterException("invalid filter: unknown column \"" + name + "\"");
        }
        if (CONFIG.equals(column)) {
            return CONFIG + withoutValueLevel(rest);
        }
        return column + rest;
    }

    /** {@code .lr.value} and {@code .lr} are the same. */
    private static String withoutValueLevel(String rest) {
        int second = rest.indexOf('.', 1);
        if (second > 0
                && (rest.startsWith(".value.", second) || rest.substring(second).equals(".value"))) {
            return rest.substring(0, second) + rest.substring(second + ".value".length());
        }
        return rest;
    }

    static boolean isTime(String path) {
        return TIMES.contains(path);
    }

    /** Whether the values of a column are texts, lists of texts or nothing. */
    static boolean isText(String path) {
        return TEXTS.contains(path);
    }

    /** Reads a column that is no document; null if it is one. */
    static @Nullable Function<Run, @Nullable Object> plain(String path) {
        return PLAIN.get(path);
    }

    /** The first part of a path. */
    static String root(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** The named column of a run, for the matcher. */
    static Document document(Run run, String root) {
        Document document = new Document();
        switch (root) {
            case CONFIG -> document.put(CONFIG, config(run));
            case SUMMARY ->
                document.put(SUMMARY, Values.of(run.details().summary().tree()));
            case KEYS -> document.put(KEYS, new Document("keys", keys(run)));
            default -> {
                Function<Run, @Nullable Object> reader = PLAIN.get(root);
                document.put(root, reader == null ? null : Values.of(reader.apply(run)));
            }
        }
        return document;
    }

    private static Document config(Run run) {
        Document config = new Document();
        for (Map.Entry<String, JsonNode> entry : run.details().config().tree().properties()) {
            JsonNode value = entry.getValue();
            config.put(entry.getKey(), Values.of(value.has("value") ? value.get("value") : value));
        }
        return config;
    }

    private static Document keys(Run run) {
        Document keys = new Document();
        Map<String, Object> described = run.history().keys();
        if (described != null && described.get("keys") instanceof Map<?, ?> logged) {
            logged.keySet().forEach(key -> nest(keys, key.toString()));
        }
        return keys;
    }

    /** The matcher reads a dot as a level, so a dotted metric is given levels. */
    private static void nest(Document into, String dotted) {
        Document level = into;
        for (String part : dotted.split("\\.", -1)) {
            if (!(level.get(part) instanceof Document)) {
                level.put(part, new Document());
            }
            level = (Document) level.get(part);
        }
    }
}
