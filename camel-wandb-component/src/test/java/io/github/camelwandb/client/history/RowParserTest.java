// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowParserTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Optional<HistoryRow> parse(String line) throws IOException {
        try (JsonParser answer = JSON.createParser(JSON.writeValueAsBytes(line))) {
            answer.nextToken();
            return new RowParser(NonFinite.STRING).parse(answer);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"_step\":3.0,\"a\":1e2} | {\"_step\":3,\"a\":100}",
                "{\"_step\":1,\"_step\":2} | {\"_step\":2}",
                "{\"_step\":1,\"a\":-Infinity,\"b\":NaN,\"c\":1e400} | {\"_step\":1,\"a\":\"-Infinity\",\"b\":\"NaN\",\"c\":\"Infinity\"}",
                "{\"_step\":1,\"a\":18446744073709551616} | {\"_step\":1,\"a\":18446744073709552000}",
                "{\"_step\":1,\"a\":\"\\ud800\"} | {\"_step\":1,\"a\":\"\\ud800\"}",
                "{\"_step\":1,\"a\":{\"b\":{\"c\":[null,{\"d\":null}]}}} | {\"_step\":1,\"a.b.c\":[null,{}]}",
            })
    void aRowIsCanonicalHoweverItIsWritten(String line, String canonical) throws IOException {
        assertThat(parse(line)).map(HistoryRow::json).contains(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null",
                "7",
                "''",
                "{",
                "{\"_step\":1",
                "{\"_step\":\"1\"}",
                "{\"_step\":1.5}",
                "{\"_step\":{\"a\":1}}",
                "{\"_step\":NaN}"
            })
    void aLineWithoutAStepIsNoRow(String line) throws IOException {
        assertThat(parse(line)).isEmpty();
    }

    @Test
    void aNumberOfAsManyDigitsAsPythonWritesCostsNoRow() throws IOException {
        String digits = "9".repeat(4300);

        assertThat(parse("{\"_step\":1,\"a\":" + digits + ",\"b\":0." + digits + "}"))
                .map(HistoryRow::json)
                .contains("{\"_step\":1,\"a\":\"Infinity\",\"b\":1}");
    }
}
