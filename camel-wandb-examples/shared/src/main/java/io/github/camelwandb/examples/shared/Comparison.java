// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sink holds beside what the server holds, row by row and byte by byte.
 *
 * @param delivered rows in the sink
 * @param runs runs these rows are of
 * @param missing rows of the server that the sink lacks
 * @param repeated rows of the sink beyond those of the server: second copies, and rows that the server does not have
 */
public record Comparison(int delivered, int runs, int missing, int repeated) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ADDED_BY_ROUTE = Set.of("_entity", "_project", "_rowKey", "_runId");

    private record Row(String runId, String json) {}

    /**
     * Compares.
     *
     * @param held the runs of the server
     * @param delivered rows as JSON texts that carry the fields of {@code includeRun}
     * @throws IllegalArgumentException if a text is not such a row
     */
    public static Comparison of(Collection<SimulatedRun> held, List<String> delivered) {
        Map<Row, Integer> toCome = new HashMap<>();
        for (SimulatedRun run : held) {
            run.rows().forEach(row -> toCome.merge(new Row(run.runId(), canonical(row)), 1, Integer::sum));
        }
        int rowsHeld = toCome.values().stream().mapToInt(Integer::intValue).sum();
        Set<String> runs = new HashSet<>();
        int found = 0;
        for (String text : delivered) {
            Row row = parse(text);
            runs.add(row.runId());
            Integer left = toCome.computeIfPresent(row, (same, count) -> count == 0 ? null : count);
            if (left != null) {
                toCome.put(row, left - 1);
                found++;
            }
        }
        return new Comparison(delivered.size(), runs.size(), rowsHeld - found, delivered.size() - found);
    }

    private static Row parse(String text) {
        try {
            Map<String, @Nullable Object> row = JSON.readValue(text, new TypeReference<>() {});
            String runId = String.valueOf(row.get("_runId"));
            row.keySet().removeAll(ADDED_BY_ROUTE);
            return new Row(runId, canonical(row));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a row: " + text, e);
        }
    }

    private static String canonical(Map<String, ?> row) {
        return HistoryRow.of(row, NonFinite.STRING).json();
    }

    /** Whether each row of the server is there exactly once. */
    public boolean isExact() {
        return missing == 0 && repeated == 0;
    }

    @Override
    public String toString() {
        return "delivered %d rows of %d runs: %d missing, %d repeated".formatted(delivered, runs, missing, repeated);
    }
}
