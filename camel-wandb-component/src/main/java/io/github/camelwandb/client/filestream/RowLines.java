// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.filestream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.transport.ServerJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines of a history.
 *
 * @param lines JSON, ascending by step
 * @param latest of each metric the last value
 */
record RowLines(List<String> lines, ObjectNode latest, long firstStep, long lastStep) {

    /** What a consumer of ours adds to rows, and W&amp;B's own. */
    private static final Set<String> NOT_LOGGED = Set.of("_entity", "_project", "_runId", "_rowKey", "_wandb");

    private static final String STEP = "_step";
    private static final String TIMESTAMP = "_timestamp";

    /** W&amp;B takes 10 MiB, less 100 KiB. */
    private static final int MOST_BYTES = 10 * 1024 * 1024 - 100 * 1024;

    /**
     * @param nextStep the step of a first row that has none; each further one without has the step after the one before
     * @param runtime of rows that have none, in seconds
     * @throws IllegalArgumentException if a row cannot be logged
     */
    static RowLines of(
            List<? extends Map<String, ? extends @Nullable Object>> rows, long nextStep, Instant now, double runtime) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("There are no rows to log");
        }
        List<String> lines = new ArrayList<>(rows.size());
        ObjectNode latest = ServerJson.newObject();
        long first = -1;
        long next = nextStep;
        for (Map<String, ? extends @Nullable Object> row : rows) {
            ObjectNode line = line(row, lines.size());
            long step = step(line, next, lines.size());
            if (step == Long.MAX_VALUE) {
                throw new IllegalArgumentException("Row " + lines.size() + " would have _step=" + step
                        + ", behind which there can be no other: give it a lower one");
            }
            line.put(STEP, step);
            if (!line.has(TIMESTAMP)) {
                line.put(TIMESTAMP, now.toEpochMilli() / 1000.0);
            } else if (!line.get(TIMESTAMP).isNumber()) {
                throw new IllegalArgumentException("Row " + lines.size() + " has _timestamp=" + line.get(TIMESTAMP)
                        + ", which is no number: give seconds since 1970, or leave it out for now");
            }
            if (!line.has("_runtime")) {
                line.put("_runtime", runtime);
            }
            String text = ServerJson.text(line);
            requireSize(text, lines.size());
            lines.add(text);
            latest.setAll(line);
            first = first < 0 ? step : first;
            next = step + 1;
        }
        return new RowLines(lines, latest, first, next - 1);
    }

    private static void requireSize(String text, int index) {
        // no character has more than three bytes for each of its chars: nearly all rows need no counting
        if (text.length() <= MOST_BYTES / 3) {
            return;
        }
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MOST_BYTES) {
            throw new IllegalArgumentException("Row " + index + " has " + size
                    + " bytes as JSON, and W&B takes at most " + MOST_BYTES + ": log large values as files");
        }
    }

    private static ObjectNode line(Map<String, ? extends @Nullable Object> row, int index) {
        ObjectNode line = ServerJson.newObject();
        row.forEach((key, value) -> {
            if (!NOT_LOGGED.contains(key)) {
                line.set(key, value(key, value, index));
            }
        });
        return line;
    }

    private static JsonNode value(String key, @Nullable Object value, int index) {
        try {
            if (!key.isBlank()) {
                return ServerJson.valueOf(value);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "JSON has no form for the value of '" + key + "' in row " + index + ", of " + typeOf(value) + ": "
                            + e.getMessage(),
                    e);
        }
        throw new IllegalArgumentException("Row " + index + " has a metric without a name");
    }

    private static String typeOf(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static long step(ObjectNode line, long next, int index) {
        JsonNode step = line.path(STEP);
        if (step.isMissingNode()) {
            return next;
        }
        if (!step.isNumber() || !step.canConvertToExactIntegral() || !step.canConvertToLong() || step.asLong() < 0) {
            throw new IllegalArgumentException(
                    "Row " + index + " has _step=" + step + ", which is no whole number from 0 on");
        }
        if (step.asLong() < next) {
            throw new IllegalArgumentException("Row " + index + " has _step=" + step + ", and the history goes on at "
                    + next + ": W&B's histories only grow. Leave _step out for the next one");
        }
        return step.asLong();
    }
}
