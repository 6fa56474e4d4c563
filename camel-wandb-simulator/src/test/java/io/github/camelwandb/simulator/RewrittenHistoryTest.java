// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Histories that do not just grow: several writers, ids that are used again, rewinds. */
class RewrittenHistoryTest {

    private static final String RUN = "team/vision/r1";
    private static final String ALL = "(minStep: 0, maxStep: 100, samples: 100)";

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    @RegisterExtension
    final WandbSimulatorExtension wandb =
            WandbSimulatorExtension.create(WandbSimulator.builder().clock(clock));

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run(RUN);
        caller = Caller.of(wandb.simulator());
    }

    private JsonNode ask(String field) {
        return caller.run(RUN, "it: " + field).path("it");
    }

    private List<String> values() {
        return StreamSupport.stream(ask("history" + ALL).spliterator(), false)
                .map(row -> Caller.tree(row.asText()))
                .map(row -> row.path("_step").asText() + row.path("v").asText())
                .toList();
    }

    private static Map<String, String> v(String value) {
        return Map.of("v", value);
    }

    @Test
    void rowsOfOneStepAreServedInTheOrderWritten() {
        run.log(0, v("a")).log(5, v("a")).log(5, v("b")).log(2, v("late")).log(5, v("c"));

        assertThat(values()).containsExactly("0a", "2late", "5a", "5b", "5c");
        assertThat(caller.steps(RUN, "(minStep: 5, maxStep: 6, samples: 10)")).containsExactly(5L, 5L, 5L);
        assertThat(caller.steps(RUN, "(minStep: 0, maxStep: 5, samples: 10)")).containsExactly(0L, 2L);
        assertThat(ask("historyLineCount").asInt()).isEqualTo(5);
        assertThat(ask("historyKeys").path("lastStep").asLong()).isEqualTo(5);
    }

    @Test
    void moreRowsThanStepsAreThinnedOutLikeOthers() {
        run.log(0, v("a")).log(0, v("b")).log(1, v("a"));

        assertThat(caller.steps(RUN, "(minStep: 0, maxStep: 2, samples: 2)")).hasSize(2);
    }

    @Test
    void writersThatShareARunMayEachCountTheirOwnSteps() {
        post("w1", 0, "{\"_step\":0,\"v\":\"w1\"}", "{\"_step\":1,\"v\":\"w1\"}");
        post("w2", 0, "{\"_step\":0,\"v\":\"w2\"}");
        post("w1", 2, "{\"_step\":2,\"v\":\"w1\"}");
        post("w2", 1, "{\"_step\":1,\"v\":\"w2\"}");

        assertThat(values()).containsExactly("0w1", "0w2", "1w1", "1w2", "2w1");
        assertThat(ask("historyLineCount").asInt()).isEqualTo(5);
    }

    private void post(String writer, int offset, String... rows) {
        String body = Caller.json(
                Map.of("files", Map.of("wandb-history.jsonl", Map.of("offset", offset, "content", List.of(rows)))));
        Caller.Answer answer = caller.send(caller.request("/files/" + RUN + "/file_stream")
                .header("X-WANDB-USE-ASYNC-FILESTREAM", "true")
                .header("X-WANDB-ASYNC-CLIENT-ID", writer)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anIdThatIsUsedAgainWithoutResumingIsOverwrittenFromItsFirstLine() {
        run.log(0, v("old")).log(1, v("old")).log(2, Map.of("v", "old", "gone", 1));
        String createdAt = ask("createdAt").asText();
        clock.advance("PT1H");

        run.overwritesFrom(0).log(0, v("new")).log(1, v("new"));

        assertThat(values()).as("lines behind stay").containsExactly("0new", "1new", "2old");
        assertThat(ask("historyLineCount").asInt()).isEqualTo(3);
        assertThat(ask("createdAt").asText()).isEqualTo(createdAt);
        assertThat(run.summary()).containsEntry("v", "new").doesNotContainKey("gone");

        run.log(2, v("new")).log(3, v("new"));

        assertThat(values()).containsExactly("0new", "1new", "2new", "3new");
        assertThat(ask("historyLineCount").asInt()).isEqualTo(4);
        assertThat(ask("historyKeys").at("/keys/v/typeCounts/0/count").asInt()).isEqualTo(4);
    }

    @Test
    void linesInTheMiddleAreOverwritten() {
        run.log(0, v("a")).log(1, v("a")).log(2, v("a")).log(3, v("a"));

        run.overwritesFrom(1).log(1, v("b")).log(7, v("b")).appends().log(8, v("a"));

        assertThat(values()).containsExactly("0a", "1b", "3a", "7b", "8a");
    }

    @Test
    void aRewoundRunGoesOn() {
        run.log(0, v("a")).log(1, v("a")).log(2, v("a"));

        run.finished().rewind(1).running().log(2, v("b")).log(3, v("b"));

        assertThat(values()).containsExactly("0a", "1a", "2b", "3b");
        assertThat(ask("state").asText()).isEqualTo("running");
    }

    @Test
    void aRewindEndsOverwriting() {
        run.logs(0, 5).overwritesFrom(4).log(4, v("b"));

        run.finished().rewind(1).running().log(2, v("c"));

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L, 2L);
        assertThat(ask("historyLineCount").asInt()).isEqualTo(3);
    }

    @Test
    void aRunCanBeginAnewWithNothingLeft() {
        run.logs(0, 5);

        run.finished().rewind(-1).running().log(0, v("b"));

        assertThat(values()).containsExactly("0b");
        assertThat(ask("historyLineCount").asInt()).isEqualTo(1);
    }

    @Test
    void aRunThatIsCreatedAgainIsAnother() {
        run.logs(0, 5).delete();
        clock.advance("PT1H");

        wandb.run(RUN).log(0, v("b"));

        assertThat(values()).containsExactly("0b");
        assertThat(ask("createdAt").asText()).isEqualTo("2026-01-01T01:00:00Z");
    }

    @Test
    void aProjectThatIsCreatedAgainIsAnother() {
        String project = "{ project(name: \"vision\", entityName: \"team\") { internalId runCount } }";
        run.logs(0, 5);
        String before = caller.graphql(project).data().at("/project/internalId").asText();

        wandb.simulator().deleteProject("team/vision");

        assertThat(caller.graphql(project).data().path("project").isNull()).isTrue();
        assertThat(caller.stream(RUN, Map.of()).status()).isEqualTo(404);

        wandb.simulator().project("team/vision");

        assertThat(caller.graphql(project).data().at("/project/internalId").asText())
                .isNotEqualTo(before);
        assertThat(caller.graphql(project).data().at("/project/runCount").asInt())
                .isZero();
    }
}
