// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.history.SystemRows.Place;
import io.github.camelwandb.client.model.NonFinite;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static SystemRows read(Object... lines) throws IOException {
        String answer = JSON.writeValueAsString(Map.of("project", Map.of("run", Map.of("events", lines))));
        try (JsonParser data = JSON.createParser(answer)) {
            data.nextToken();
            return new SystemReader(NonFinite.STRING, Place.BEGINNING, 100)
                    .read(data)
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "", " ", "[]", "7", "\"text\"", "{", "{\"_timestamp\":2", "{\"_timestamp\":null}", "{}"})
    void aLineThatIsNoRowIsPassedOver(String line) throws IOException {
        SystemRows rows = read("{\"_timestamp\":1}", line, "{\"_timestamp\":3}");

        assertThat(rows.received()).isEqualTo(3);
        assertThat(rows.rows()).extracting(row -> row.seconds()).containsExactly(1.0, 3.0);
    }

    @Test
    void whatIsNoTextIsPassedOver() throws IOException {
        assertThat(read(7, Map.of("_timestamp", 2), "{\"_timestamp\":3}").rows())
                .hasSize(1);
    }
}
