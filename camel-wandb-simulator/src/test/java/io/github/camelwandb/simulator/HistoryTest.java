// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run("team/vision/r1");
        caller = Caller.of(wandb.simulator());
    }

    private JsonNode ask(String field) {
        return caller.run("team/vision/r1", "it: " + field).path("it");
    }

    private List<Long> steps(String field) {
        return StreamSupport.stream(ask(field).spliterator(), false)
                .map(row -> Caller.tree(row.asText()).path("_step").asLong())
                .toList();
    }

    private JsonNode sampled(String spec) {
        return caller.graphql(
                        "query Sampled($specs: [JSONString!]!) { project(name: \"vision\", entityName: \"team\") {"
                                + " run(name: \"r1\") { sampledHistory(specs: $specs) } } }",
                        Map.of("specs", List.of(spec)))
                .data()
                .path("project")
                .path("run")
                .path("sampledHistory")
                .path(0);
    }

    @Test
    void aWindowHasItsFirstStepAndNotItsLast() {
        run.logs(0, 10);

        assertThat(steps("history(minStep: 3, maxStep: 6, samples: 100)")).containsExactly(3L, 4L, 5L);
    }

    @Test
    void asManyRowsAsSamplesAreAllServed() {
        run.logs(0, 10);

        assertThat(steps("history(minStep: 0, maxStep: 10, samples: 10)")).hasSize(10);
    }

    @Test
    void moreRowsThanSamplesAreThinnedOutInOrder() {
        run.logs(0, 100);

        assertThat(steps("history(minStep: 0, maxStep: 100, samples: 99)"))
                .hasSize(99)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAWindow500RowsOfTheWholeRunAreServed() {
        run.logs(0, 600);

        assertThat(steps("history")).hasSize(500);
    }

    @Test
    void aRowIsServedAsItWasLogged() {
        run.logJson("{\"b\": 1.0, \"_step\": 0, \"a\": {\"c\": \"\\u00e9\\n\"}, \"n\": NaN}");

        assertThat(ask("history").path(0).asText())
                .isEqualTo("{\"b\": 1.0, \"_step\": 0, \"a\": {\"c\": \"\\u00e9\\n\"}, \"n\": NaN}");
    }

    @Test
    void aLineMayBeServedAtAStepThatItDoesNotSay() {
        run.logs(0, 2).logJson(2, "{\"loss\":0.5}").logs(3, 5);

        assertThat(Caller.tree(ask("history(minStep: 2, maxStep: 3, samples: 10)")
                        .path(0)
                        .asText()))
                .isEqualTo(Caller.tree("{\"loss\":0.5}"));
        assertThat(ask("historyLineCount").asInt()).isEqualTo(5);
    }

    @Test
    void aRowWithControlAndForeignCharactersSurvives() {
        run.log(0, Map.of("text", "tab\t \"quoted\" \\ \u0001 \u20ac \ud83d\ude00"));

        assertThat(Caller.tree(ask("history").path(0).asText()).path("text").asText())
                .isEqualTo("tab\t \"quoted\" \\ \u0001 \u20ac \ud83d\ude00");
        assertThat(run.rows().get(0)).containsEntry("text", "tab\t \"quoted\" \\ \u0001 \u20ac \ud83d\ude00");
    }

    @Test
    void sampledHistoryHasTheLastStepOfItsWindow() {
        run.logs(0, 10);

        assertThat(sampled("{\"keys\":[\"_step\"],\"minStep\":3,\"maxStep\":6,\"samples\":100}"))
                .extracting(row -> row.path("_step").asLong())
                .containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void sampledHistoryHasOnlyRowsWithAllKeysAndOnlyTheseKeys() {
        run.log(0, Map.of("a", 1)).log(1, Map.of("a", 1, "b", 2)).log(2, Map.of("b", 2));

        assertThat(sampled("{\"keys\":[\"_step\",\"a\",\"b\"]}").toString())
                .satisfies(rows ->
                        assertThat(Caller.tree(rows)).isEqualTo(Caller.tree("[{\"_step\":1,\"a\":1,\"b\":2}]")));
    }

    @Test
    void sampledHistoryKnowsNestedMetricsByDottedNames() {
        run.log(0, Map.of("loss", Map.of("train", 0.5)));

        assertThat(sampled("{\"keys\":[\"_step\",\"loss.train\"]}"))
                .isEqualTo(Caller.tree("[{\"_step\":0,\"loss.train\":0.5}]"));
    }

    @Test
    void numbersThatJsonDoesNotHaveAreStringsInsideAnAnswer() {
        run.log(0, Map.of("a", Double.NaN, "b", Double.NEGATIVE_INFINITY));

        assertThat(sampled("{\"keys\":[\"_step\",\"a\",\"b\"]}"))
                .isEqualTo(Caller.tree("[{\"_step\":0,\"a\":\"NaN\",\"b\":\"-Infinity\"}]"));
        assertThat(ask("historyKeys")
                        .path("keys")
                        .path("a")
                        .path("previousValue")
                        .asText())
                .isEqualTo("NaN");
    }

    @Test
    void numbersThatJsonDoesNotHaveAreBareTokensInARow() {
        run.log(0, Map.of("a", Double.NaN));

        assertThat(ask("history").path(0).asText()).contains("\"a\":NaN");
    }

    @Test
    void historyKeysTellTheLastStepAndTheTypesOfEveryMetric() {
        run.log(5, Map.of("loss", 1, "note", "x"));
        run.log(3_000_000, Map.of("loss", 0.5, "nested", Map.of("a", true), "image", Map.of("_type", "image-file")));

        JsonNode keys = ask("historyKeys");

        assertThat(keys.path("lastStep").asLong()).isEqualTo(3_000_000);
        assertThat(keys.path("keys").path("loss").path("typeCounts"))
                .isEqualTo(Caller.tree("[{\"type\":\"number\",\"count\":2}]"))
                .isEqualTo(keys.path("keys").path("_step").path("typeCounts"));
        assertThat(type(keys, "note")).isEqualTo("string");
        assertThat(type(keys, "nested.a")).isEqualTo("bool");
        assertThat(type(keys, "image")).isEqualTo("image-file");
    }

    private static String type(JsonNode keys, String metric) {
        JsonNode counts = keys.path("keys").path(metric).path("typeCounts");
        return counts.path(0).path("type").asText();
    }

    @Test
    void aRunWithoutRowsHasNoHistoryKeys() {
        assertThat(ask("historyKeys").isNull()).isTrue();
    }

    @Test
    void aRewindForgetsLaterRowsAndRestoresTheSummary() {
        run.logs(0, 10).log(10, Map.of("loss", 42)).finished().rewind(4);

        assertThat(steps("history(minStep: 0, maxStep: 100, samples: 100)")).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(ask("historyLineCount").asInt()).isEqualTo(5);
        assertThat(ask("historyKeys").path("lastStep").asLong()).isEqualTo(4);
        assertThat(run.summary()).containsEntry("_step", 4).containsEntry("loss", 0.2);
    }

    @Test
    void onlyARunThatHasEndedCanBeRewoundByAMutation() {
        run.logs(0, 10);
        String rewind = "mutation { rewindRun(input: {entityName: \"team\", projectName: \"vision\", runName: \"r1\","
                + " metricName: \"_step\", metricValue: 4}) { rewoundRun { historyLineCount } } }";

        Caller.Answer refused = caller.graphql(rewind);
        run.finished();
        Caller.Answer rewound = caller.graphql(rewind);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("cannot rewind a run that is not in a terminal state");
        assertThat(rewound.data()
                        .path("rewindRun")
                        .path("rewoundRun")
                        .path("historyLineCount")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void aForkStartsWithTheRowsOfItsParent() {
        run.logs(0, 10);

        caller.graphql(
                "mutation Fork($config: JSONString) { upsertBucket(input: {entityName: \"team\", modelName: \"vision\","
                        + " name: \"r2\", config: $config}) { inserted } }",
                Map.of("config", "{\"_wandb\":{\"value\":{\"branch_point\":{\"run_id\":\"r1\",\"step\":4}}}}"));

        assertThat(wandb.run("team/vision/r2").rows()).isEqualTo(run.rows().subList(0, 5));
    }

    @Test
    void rowsOutOfOrderAreServedByStep() {
        run.log(5, Map.of()).log(3, Map.of()).log(4, Map.of());

        assertThat(steps("history(minStep: 0, maxStep: 10, samples: 10)")).containsExactly(3L, 4L, 5L);
        assertThat(run.rows()).extracting(row -> row.get("_step")).containsExactly(5, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"samples\":-1}", "[]", "{"})
    void aSpecThatIsNoneIsRefused(String spec) {
        Caller.Answer answer = caller.graphql(
                "query Sampled($specs: [JSONString!]!) { project(name: \"vision\", entityName: \"team\") {"
                        + " run(name: \"r1\") { sampledHistory(specs: $specs) } } }",
                Map.of("specs", List.of(spec)));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void severalSpecsAreAnsweredInTheirOrder() {
        run.log(0, Map.of("a", 1)).log(1, Map.of("b", 2));

        assertThat(caller.graphql(
                                "query Sampled($specs: [JSONString!]!) { project(name: \"vision\", entityName: \"team\") {"
                                        + " run(name: \"r1\") { sampledHistory(specs: $specs) } } }",
                                Map.of("specs", List.of("{\"keys\":[\"b\"]}", "{\"keys\":[\"a\"]}")))
                        .data()
                        .at("/project/run/sampledHistory"))
                .isEqualTo(Caller.tree("[[{\"b\":2}],[{\"a\":1}]]"));
    }

    @Test
    void stepsNeedNotStartAtZeroNorBeDense() {
        run.log(61_010, Map.of()).log(160_660, Map.of());

        assertThat(steps("history(minStep: 0, maxStep: 1000, samples: 1000)")).isEmpty();
        assertThat(steps("history(minStep: 61000, maxStep: 62000, samples: 1000)"))
                .containsExactly(61_010L);
        assertThat(ask("historyKeys").path("lastStep").asLong()).isEqualTo(160_660);
    }

    @Test
    void theTailIsTheLastLineAsText() {
        run.logJson("{\"_step\":0}").logJson("{\"_step\":1}");

        assertThat(Caller.tree(ask("historyTail").asText())).isEqualTo(Caller.tree("[\"{\\\"_step\\\":1}\"]"));
    }
}
