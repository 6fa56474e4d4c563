// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row in the file of one life of the route.
 *
 * @param time when it was written, in milliseconds
 * @param text the row as it was logged, in its canonical form
 */
record Written(long time, String runId, long step, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The rows of a file, in its order; a last line without its end was not delivered. */
    static List<Written> in(Path file) throws IOException {
        List<Written> rows = new ArrayList<>();
        if (Files.exists(file)) {
            String text = Files.readString(file);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                rows.add(of(JSON.readTree(line)));
            }
        }
        return rows;
    }

    private static Written of(JsonNode line) {
        Map<String, Object> row = JSON.convertValue(line.get("row"), new TypeReference<>() {});
        String runId = (String) row.get("_runId");
        row.keySet().removeAll(List.of("_entity", "_project", "_runId", "_rowKey"));
        return new Written(line.get("t").asLong(), runId, ((Number) row.get("_step")).longValue(), canonical(row));
    }

    /** The text to compare of a row that was logged as this line of JSON. */
    static String canonical(String line) {
        try {
            return canonical(JSON.readValue(line, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static String canonical(Map<String, ?> row) {
        return HistoryRow.of(row, NonFinite.STRING).json();
    }
}
