// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to the text of a row leads to the text of the golden files. */
class WandbConvertersTest extends CamelTestSupport {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        WandbComponent component = new WandbComponent();
        component.getConfiguration().setBaseUrl(wandb.baseUrl());
        component.getConfiguration().setApiKey(wandb.apiKey());
        camel.addComponent("wandb", component);
        return camel;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:marshal").marshal().json();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "null", "number"})
    void aRowBecomesItsCanonicalText(String nonFinite) throws IOException {
        List<String> golden =
                resource("canonical-" + nonFinite + ".jsonl").lines().toList();
        List<HistoryRow> rows = goldenRows(nonFinite);

        assertThat(rows).extracting(row -> converted(String.class, row)).isEqualTo(golden);
        assertThat(rows).extracting(row -> text(converted(byte[].class, row))).isEqualTo(golden);
        assertThat(rows)
                .extracting(row -> text(converted(InputStream.class, row).readAllBytes()))
                .isEqualTo(golden);
        assertThat(rows).extracting(this::marshalled).isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "null"})
    void aRowBecomesTheTreeOfItsText(String nonFinite) throws IOException {
        ObjectMapper json = new ObjectMapper();

        for (HistoryRow row : goldenRows(nonFinite)) {
            assertThat(converted(JsonNode.class, row)).isEqualTo(json.readTree(row.json()));
        }
    }

    @Test
    void jacksonSeesTheValuesOfARowWhereItDoesNotWriteTheCanonicalText() throws IOException {
        ObjectMapper json = new ObjectMapper();

        for (HistoryRow row : goldenRows("string")) {
            String indented = json.writerWithDefaultPrettyPrinter().writeValueAsString(row);

            assertThat(row(json.convertValue(row, Map.class))).isEqualTo(row);
            assertThat(row(json.readValue(indented, Map.class))).isEqualTo(row);
        }
    }

    @SuppressWarnings("unchecked")
    private static HistoryRow row(Map<?, ?> values) {
        return HistoryRow.of((Map<String, ?>) values, NonFinite.STRING);
    }

    @Test
    void aBatchBecomesLinesThatAllEnd() throws IOException {
        String golden = resource("canonical-string.jsonl");
        HistoryBatch batch = HistoryBatch.of(goldenRows("string"));

        assertThat(converted(String.class, batch)).isEqualTo(golden).endsWith("}\n");
        assertThat(text(converted(byte[].class, batch))).isEqualTo(golden);
        assertThat(text(converted(InputStream.class, batch).readAllBytes())).isEqualTo(golden);
        assertThat(marshalled(batch))
                .isEqualTo("[" + String.join(",", golden.lines().toList()) + "]");
    }

    @Test
    void aRunBecomesJson() throws IOException {
        wandb.run("team/vision/r1")
                .displayName("grüße")
                .tags("a")
                .config(Map.of("lr", 0.1))
                .log(0, Map.of("loss", 0.5));
        Run run = template.requestBody("wandb:team/vision/r1?operation=getRun", null, Run.class);

        String text = converted(String.class, run);

        JsonNode tree = new ObjectMapper().readTree(text);
        assertThat(tree.at("/runId").asText()).isEqualTo("r1");
        assertThat(tree.at("/displayName").asText()).isEqualTo("grüße");
        assertThat(tree.at("/config/lr").asDouble()).isEqualTo(0.1);
        assertThat(tree.at("/summary/loss").asDouble()).isEqualTo(0.5);
        assertThat(tree.at("/createdAt").asText()).isEqualTo(String.valueOf(run.createdAt()));
        assertThat(text(converted(byte[].class, run))).isEqualTo(text);
        assertThat(text(converted(InputStream.class, run).readAllBytes())).isEqualTo(text);
        assertThat(converted(JsonNode.class, run)).hasToString(text);
        assertThat(marshalled(run)).isEqualTo(text);
    }

    /** The rows of the golden files as a server answers them. */
    private List<HistoryRow> goldenRows(String nonFinite) throws IOException {
        SimulatedRun run = wandb.run("team/vision/golden");
        resource("logged.jsonl").lines().forEach(run::logJson);
        Iterator<?> body = template.requestBody(
                "wandb:team/vision/golden?operation=scanHistory&nonFinite=" + nonFinite, null, Iterator.class);
        List<HistoryRow> rows = new ArrayList<>();
        body.forEachRemaining(row -> rows.add((HistoryRow) row));
        return rows;
    }

    private <T> T converted(Class<T> type, Object body) {
        return context.getTypeConverter().convertTo(type, body);
    }

    private String marshalled(Object body) {
        return template.requestBody("direct:marshal", body, String.class);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = WandbConvertersTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
