// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunListTest {

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    @RegisterExtension
    final WandbSimulatorExtension wandb =
            WandbSimulatorExtension.create(WandbSimulator.builder().clock(clock));

    private Caller caller;

    @BeforeEach
    void connect() {
        caller = Caller.of(wandb.simulator());
    }

    private SimulatedRun run(String id) {
        SimulatedRun run = wandb.run("team/vision/" + id);
        clock.advance("PT1H");
        return run;
    }

    private Caller.Answer list(Map<String, ?> variables) {
        return caller.graphql(
                "query Runs($filters: JSONString, $order: String, $first: Int, $after: String) {"
                        + " project(name: \"vision\", entityName: \"team\") { runCount(filters: $filters)"
                        + " runs(filters: $filters, order: $order, first: $first, after: $after) {"
                        + " edges { node { name } cursor } pageInfo { endCursor hasNextPage } } } }",
                variables);
    }

    private JsonNode page(Map<String, ?> variables) {
        return list(variables).data().path("project").path("runs");
    }

    private static List<String> names(JsonNode page) {
        return StreamSupport.stream(page.path("edges").spliterator(), false)
                .map(edge -> edge.path("node").path("name").asText())
                .toList();
    }

    private List<String> matching(String filter) {
        return names(page(Map.of("filters", filter, "order", "+created_at")));
    }

    @Test
    void aCursorIsAPlaceInTheListAsItIsNow() {
        run("r1");
        run("r2");
        run("r3");
        JsonNode first = page(Map.of("first", 2, "order", "+created_at"));
        wandb.run("team/vision/r1").delete();

        JsonNode second = page(Map.of(
                "first",
                2,
                "order",
                "+created_at",
                "after",
                first.path("pageInfo").path("endCursor").asText()));

        assertThat(names(first)).containsExactly("r1", "r2");
        String cursor = first.path("edges").path(1).path("cursor").asText();
        assertThat(new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8))
                .isEqualTo("arrayconnection:1");
        assertThat(names(second)).as("a run was deleted, so one is skipped").isEmpty();
    }

    @Test
    void aPageIsEmptyWithMoreToComeWhereRunsAreHidden() {
        run("r1").hidden();
        run("r2");

        JsonNode first = page(Map.of("first", 1, "order", "+created_at"));
        JsonNode second = page(Map.of(
                "first",
                1,
                "order",
                "+created_at",
                "after",
                first.path("pageInfo").path("endCursor").asText()));

        assertThat(names(first)).isEmpty();
        assertThat(first.path("pageInfo").path("hasNextPage").asBoolean()).isTrue();
        assertThat(names(second)).containsExactly("r2");
        assertThat(second.path("pageInfo").path("hasNextPage").asBoolean()).isFalse();
    }

    @Test
    void newRunsComeFirstIfNoOrderIsNamed() {
        run("r1");
        run("r2");

        assertThat(names(page(Map.of()))).containsExactly("r2", "r1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "+created_at; r1,r2,r3",
                "-createdAt; r3,r2,r1",
                "+config.lr.value; r3,r2,r1",
                "-summary_metrics.loss; r2,r1,r3",
                "+name; r1,r2,r3"
            })
    void runsAreOrderedByOneColumn(String order, String expected) {
        run("r1").config(Map.of("lr", 3)).log(0, Map.of("loss", 1));
        run("r2").config(Map.of("lr", 2)).log(0, Map.of("loss", 2));
        run("r3").config(Map.of("lr", 1));

        assertThat(names(page(Map.of("order", order)))).containsExactly(expected.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{} ; r1,r2,r3",
                "{\"state\":\"running\"} ; r1",
                "{\"state\":{\"$in\":[\"finished\",\"failed\"]}} ; r2,r3",
                "{\"tags\":\"a\"} ; r1,r2",
                "{\"tags\":{\"$in\":[\"b\",\"z\"]}} ; r2",
                "{\"$or\":[{\"tags\":null},{\"tags\":{\"$ne\":\"a\"}}]} ; r3",
                "{\"$nor\":[{\"state\":\"running\"},{\"state\":\"failed\"}]} ; r2",
                "{\"name\":{\"$in\":[\"r1\",\"r3\"]}} ; r1,r3",
                "{\"displayName\":{\"$regex\":\"^first\"}} ; r1",
                "{\"display_name\":\"second\"} ; r2",
                "{\"group\":\"g\",\"jobType\":\"train\"} ; r1",
                "{\"job_type\":\"train\"} ; r1",
                "{\"sweep\":\"s1\"} ; r2",
                "{\"config.lr\":0.1} ; r1",
                "{\"config.lr.value\":{\"$gte\":0.2}} ; r2",
                "{\"config.opt.name\":\"adam\"} ; r1",
                "{\"config.missing\":1} ; ",
                "{\"config.layers\":[1,2]} ; ",
                "{\"summary_metrics.eval/loss\":{\"$lt\":1}} ; r2",
                "{\"keys_info.keys.eval/loss\":{\"$exists\":true}} ; r2",
                "{\"createdAt\":{\"$gt\":\"2026-01-01T01:30:00Z\"}} ; r3",
                "{\"created_at\":{\"$gte\":\"2026-01-01T01:00:00Z\",\"$lt\":\"2026-01-01T02:00:00Z\"}} ; r2",
                "{\"heartbeatAt\":{\"$gt\":\"2026-01-01T00:00:00\"}} ; "
            })
    void aFilterIsWhatItIsOnTheRealServer(String filter, String expected) {
        run("r1")
                .displayName("first try")
                .tags("a")
                .group("g")
                .jobType("train")
                .config(Map.of("lr", 0.1, "opt", Map.of("name", "adam"), "layers", List.of(1, 2)));
        run("r2")
                .displayName("second")
                .tags("a", "b")
                .sweep("s1")
                .config(Map.of("lr", 0.2))
                .log(0, Map.of("eval/loss", 0.5));
        wandb.run("team/vision/r2").finished();
        run("r3").failed();

        assertThat(matching(filter)).containsExactly(expected == null ? new String[0] : expected.split(","));
        assertThat(list(Map.of("filters", filter))
                        .data()
                        .path("project")
                        .path("runCount")
                        .asInt())
                .isEqualTo(matching(filter).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nonsense\":1}",
                "{\"summary.loss\":1}",
                "{\"state\":{\"$all\":[\"a\"]}}",
                "{\"state\":{\"$not\":{\"$eq\":\"a\"}}}",
                "{\"state\":{\"$regex\":\"(?=x)\"}}",
                "{\"config.lr\":NaN}",
                "{\"state\":",
                "[]"
            })
    void aFilterThatTheRealServerRefusesIsRefused(String filter) {
        run("r1");

        Caller.Answer answer = list(Map.of("filters", filter));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).startsWith("invalid filter");
    }

    @Test
    void aTimeAsANumberIsAServerError() {
        run("r1");

        assertThat(list(Map.of("filters", "{\"createdAt\":{\"$gt\":1700000000}}"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void aFilterThatIsAnObjectAndNotAStringIsRefused() {
        run("r1");

        assertThat(list(Map.of("filters", Map.of("state", "running"))).status()).isEqualTo(400);
    }

    @Test
    void nullVariablesAreLikeNone() {
        run("r1");
        Map<String, Object> variables = new HashMap<>();
        variables.put("filters", null);
        variables.put("order", null);
        variables.put("after", null);
        variables.put("first", null);

        assertThat(names(page(variables))).containsExactly("r1");
    }

    @Test
    void aRunWithoutANameIsFoundByTheOneItIsShownUnder() {
        run("r1");

        assertThat(matching("{\"displayName\":\"r1\"}")).containsExactly("r1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"summary_metrics.loss\":{\"$gt\":0}} ; r1",
                "{\"summary_metrics.loss\":{\"$lt\":0}} ; ",
                "{\"summary_metrics.loss\":\"NaN\"} ; r2",
                "{\"summary_metrics.loss\":{\"$in\":[\"Infinity\"]}} ; r3"
            })
    void aNumberThatJsonDoesNotHaveIsATextToAFilter(String filter, String expected) {
        run("r1").log(0, Map.of("loss", 1));
        run("r2").log(0, Map.of("loss", Double.NaN));
        run("r3").log(0, Map.of("loss", Double.POSITIVE_INFINITY));

        assertThat(matching(filter)).containsExactly(expected == null ? new String[0] : expected.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"username\":\"simulator\"} ; r1",
                "{\"host\":\"gpu-7\"} ; r2",
                "{\"duration\":{\"$gte\":3600}} ; r1",
                "{\"config.a.b\":1} ; ",
                "{\"config.a/b\":1} ; r1",
                "{\"summaryMetrics.x.y\":2} ; r1"
            })
    void aFilterKnowsTheDocumentedColumns(String filter, String expected) {
        SimulatedRun first = wandb.run("team/vision/r1").config(Map.of("a.b", 1, "a/b", 1));
        run("r2").origin("abc", "gpu-7").user(null);
        first.log(0, Map.of("x", Map.of("y", 2)));

        assertThat(matching(filter)).containsExactly(expected == null ? new String[0] : expected.split(","));
    }

    @Test
    void manyRunsMayBeOfOneMoment() {
        Instant moment = Instant.parse("2026-01-01T00:00:00.25Z");
        run("r1").created(moment);
        run("r2").created(moment);
        run("r3");

        assertThat(caller.run("team/vision/r1", "createdAt").path("createdAt").asText())
                .isEqualTo("2026-01-01T00:00:00.250Z");
        assertThat(matching("{\"createdAt\":{\"$eq\":\"2026-01-01T00:00:00.25Z\"}}"))
                .containsExactly("r1", "r2");
        assertThat(matching("{\"created_at\":\"2026-01-01T00:00:00.25Z\"}")).containsExactly("r1", "r2");
        assertThat(matching("{\"created_at\":{\"$gt\":\"2026-01-01T00:00:00.25Z\"}}"))
                .containsExactly("r3");
    }

    @Test
    void aHeartbeatMayStandStillWhileRowsCome() {
        run("r1").heartbeat(Instant.parse("2025-12-31T00:00:00Z")).logs(0, 3);
        wandb.run("team/vision/r1").finished();
        run("r2").heartbeat(null).logs(0, 3);
        run("r3");

        assertThat(caller.run("team/vision/r1", "heartbeatAt")
                        .path("heartbeatAt")
                        .asText())
                .isEqualTo("2025-12-31T00:00:00Z");
        assertThat(caller.run("team/vision/r2", "heartbeatAt")
                        .path("heartbeatAt")
                        .isNull())
                .isTrue();
        assertThat(matching("{\"heartbeatAt\":{\"$gte\":\"2025-12-31T00:00:00Z\"}}"))
                .containsExactly("r1", "r3");
        assertThat(matching("{\"heartbeatAt\":{\"$lt\":\"2026-01-01T00:00:00Z\"}}"))
                .containsExactly("r1");
        assertThat(names(page(Map.of("order", "+heartbeat_at")))).containsExactly("r1", "r3", "r2");
    }

    @Test
    void conditionsNest() {
        run("r1").tags("a");
        run("r2").finished();
        run("r3").finished();

        assertThat(matching("{\"$and\":[{\"$or\":[{\"state\":\"running\"},{\"$and\":["
                        + "{\"created_at\":{\"$gte\":\"2026-01-01T01:00:00Z\"}},{\"createdAt\":{\"$lte\":\"2026-01-01T01:00:00Z\"}}"
                        + "]}]},{\"name\":{\"$in\":[\"r1\",\"r2\",\"r3\"]}}]}"))
                .containsExactly("r1", "r2");
    }

    @Test
    void fiveHundredNamesAreAskedForAtOnce() {
        run("r1");
        run("r2");
        run("r3");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            names.add("other" + i);
        }
        names.set(250, "r2");

        assertThat(matching(Caller.json(Map.of("name", Map.of("$in", names))))).containsExactly("r2");
    }
}
