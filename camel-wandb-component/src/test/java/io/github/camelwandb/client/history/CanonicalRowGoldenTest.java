// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The canonical form is what users store: these files change only with a decision. They are checked on several JDKs. */
class CanonicalRowGoldenTest {

    @ParameterizedTest
    @EnumSource
    void rowsAsLoggedBecomeTheRowsOfTheGoldenFile(NonFinite nonFinite) throws IOException {
        List<HistoryRow> rows = rows(nonFinite);

        assertThat(HistoryBatch.of(rows).jsonLines())
                .isEqualTo(resource("canonical-" + nonFinite.name().toLowerCase(Locale.ROOT) + ".jsonl"));
    }

    @Test
    void aCanonicalRowIsTheCanonicalFormOfItself() throws IOException {
        for (HistoryRow row : rows(NonFinite.STRING)) {
            HistoryRow again = parsed(new ObjectMapper().writeValueAsString(row.json()), NonFinite.STRING);

            assertThat(again).isEqualTo(row);
            assertThat(again.json()).isEqualTo(row.json());
        }
    }

    private static List<HistoryRow> rows(NonFinite nonFinite) throws IOException {
        List<HistoryRow> rows = new ArrayList<>();
        for (String line : resource("logged.jsonl").lines().toList()) {
            rows.add(parsed(new ObjectMapper().writeValueAsString(line), nonFinite));
        }
        return rows;
    }

    private static HistoryRow parsed(String jsonText, NonFinite nonFinite) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(jsonText)) {
            parser.nextToken();
            return new RowParser(nonFinite).parse(parser).orElseThrow();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = CanonicalRowGoldenTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
