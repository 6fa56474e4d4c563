// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileStreamTest {

    private static final String RUN = "team/vision/r1";

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

    private Caller.Answer post(String file, int offset, String... lines) {
        return caller.stream(RUN, Map.of("files", Map.of(file, Map.of("offset", offset, "content", List.of(lines)))));
    }

    private static String row(int step, double loss) {
        return "{\"_step\":" + step + ",\"loss\":" + loss + "}";
    }

    @Test
    void linesAreAppended() {
        post("wandb-history.jsonl", 0, row(0, 0.5), row(1, 0.25));
        post("wandb-history.jsonl", 2, row(2, 0.125));

        assertThat(run.lines()).containsExactly(row(0, 0.5), row(1, 0.25), row(2, 0.125));
    }

    @Test
    void linesAtAnOffsetThatIsThereAreOverwritten() {
        post("wandb-history.jsonl", 0, row(0, 0.5), row(1, 0.25), row(2, 0.125));
        post("wandb-history.jsonl", 1, row(1, 7));

        assertThat(run.lines()).containsExactly(row(0, 0.5), row(1, 7), row(2, 0.125));
        assertThat(caller.run(RUN, "historyLineCount").path("historyLineCount").asInt())
                .isEqualTo(3);
    }

    @Test
    void theSummaryIsReplacedAsAWhole() {
        post("wandb-summary.json", 0, "{\"a\":1,\"b\":2}");
        post("wandb-summary.json", 0, "{\"a\":3}");

        assertThat(run.summary()).isEqualTo(Map.of("a", 3));
    }

    @Test
    void consoleLinesAreServedWithTheirTimeAndLevel() {
        post("output.log", 0, "2026-01-01T00:00:00.000001 epoch 1: 50%", "ERROR 2026-01-01T00:00:01 out of memory");
        post("output.log", 0, "2026-01-01T00:00:02 epoch 1: 100%");

        JsonNode edges = caller.run(
                        RUN,
                        "logLineCount logLines(first: 10, useImprovedPagination: true)"
                                + " { edges { node { number timestamp level line } } }")
                .path("logLines")
                .path("edges");

        assertThat(edges.path(0).path("node"))
                .isEqualTo(Caller.tree("{\"number\":0,\"timestamp\":\"2026-01-01T00:00:02\",\"level\":\"\","
                        + "\"line\":\"epoch 1: 100%\"}"));
        assertThat(edges.path(1).path("node"))
                .isEqualTo(Caller.tree("{\"number\":1,\"timestamp\":\"2026-01-01T00:00:01\",\"level\":\"error\","
                        + "\"line\":\"out of memory\"}"));
    }

    @Test
    void theTailOfTheConsoleHasTheLastLines() {
        run.console("a", "b", "c");

        JsonNode edges = caller.run(RUN, "logLines(last: 2) { edges { node { number line } } }")
                .path("logLines")
                .path("edges");

        assertThat(edges)
                .extracting(edge -> edge.path("node").path("line").asText())
                .containsExactly("b", "c");
        assertThat(edges)
                .extracting(edge -> edge.path("node").path("number").asInt())
                .containsExactly(1, 2);
    }

    @Test
    void systemMetricsAreEvents() {
        post("wandb-events.jsonl", 0, "{\"_timestamp\":1.5,\"system.cpu\":12,\"_wandb\":true}");

        JsonNode answer = caller.run(RUN, "events(samples: 10) systemMetrics eventsLineCount");

        assertThat(answer.path("events").path(0).asText()).contains("\"system.cpu\":12");
        assertThat(answer.path("systemMetrics").asText()).isEqualTo("{\"system.cpu\":12}");
        assertThat(answer.path("eventsLineCount").asInt()).isEqualTo(1);
    }

    @Test
    void completeWithExitCode0FinishesTheRun() {
        caller.stream(RUN, Map.of("complete", true, "exitcode", 0));

        assertThat(run.state()).isEqualTo("finished");
    }

    @Test
    void completeWithAnotherExitCodeFailsTheRun() {
        caller.stream(RUN, Map.of("complete", true, "exitcode", 3));

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void anyPostMakesARunLiveAgain() {
        run.finished();

        caller.stream(RUN, Map.of());

        assertThat(run.state()).isEqualTo("running");
    }

    @Test
    void everyPostMovesTheHeartbeat() {
        clock.advance("PT30S");
        caller.stream(RUN, Map.of());

        assertThat(caller.run(RUN, "heartbeatAt").path("heartbeatAt").asText()).isEqualTo("2026-01-01T00:00:30Z");
    }

    @Test
    void fiveMinutesOfSilenceAreACrash() {
        caller.stream(RUN, Map.of());

        clock.advance("PT5M");
        assertThat(run.state()).isEqualTo("running");
        clock.advance("PT1S");
        assertThat(run.state()).isEqualTo("crashed");
        caller.stream(RUN, Map.of());
        assertThat(run.state()).isEqualTo("running");
    }

    @Test
    void silenceAfterPreemptingIsPreempted() {
        caller.stream(RUN, Map.of("preempting", true));

        assertThat(run.state()).isEqualTo("preempting");
        clock.advance("PT6M");
        assertThat(run.state()).isEqualTo("preempted");
    }

    @Test
    void aScriptedRunIsNotExpectedToPost() {
        run.logs(0, 3);
        clock.advance("PT24H");

        assertThat(run.state()).isEqualTo("running");
    }

    @Test
    void aWriterIsToldThatSomebodyStoppedItsRun() {
        caller.graphql(
                "mutation Stop($id: ID!) { stopRun(input: {id: $id}) { success } }", Map.of("id", run.storageId()));

        assertThat(caller.stream(RUN, Map.of()).body().path("stopped").asBoolean())
                .isTrue();
        assertThat(run.stopRequested()).isTrue();
    }

    @Test
    void aRunThatIsNotThereIsNotFound() {
        assertThat(caller.stream("team/vision/none", Map.of()).status()).isEqualTo(404);
        assertThat(caller.stream("team/none/r1", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void aDeletedRunIsGone() {
        run.delete();

        assertThat(caller.stream(RUN, Map.of()).status()).isEqualTo(410);
    }

    @Test
    void aLineThatIsNoObjectIsRefused() {
        assertThat(post("wandb-history.jsonl", 0, "[1]").status()).isEqualTo(400);
        assertThat(run.lines()).isEmpty();
    }

    @Test
    void namesInThePathMayBePercentEncoded() {
        SimulatedRun odd = wandb.run("team/caf\u00e9 & co+/r 1");

        caller.stream(
                "team/caf%C3%A9%20&%20co+/r%201",
                Map.of("files", Map.of("output.log", Map.of("offset", 0, "content", List.of("x")))));

        assertThat(odd.console()).containsExactly("x");
    }

    @Test
    void aPostThatIsRefusedChangesNothing() {
        run.finished();
        clock.advance("PT1M");

        Caller.Answer answer = caller.stream(
                RUN,
                Map.of(
                        "files",
                        Map.of(
                                "output.log", Map.of("offset", 0, "content", List.of("x")),
                                "wandb-history.jsonl", Map.of("offset", 0, "content", List.of(row(0, 1), "{")),
                                "wandb-summary.json", Map.of("offset", 0, "content", List.of("{\"a\":1}")))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(run.lines()).isEmpty();
        assertThat(run.console()).isEmpty();
        assertThat(run.summary()).isEmpty();
        assertThat(run.state()).isEqualTo("finished");
    }

    @Test
    void anOffsetBelowZeroIsRefused() {
        assertThat(post("wandb-history.jsonl", -1, row(0, 1)).status()).isEqualTo(400);
        assertThat(post("output.log", -1, "x").status()).isEqualTo(400);
    }

    @Test
    void aPostMayBeCompressed() throws IOException {
        String body = Caller.json(Map.of(
                "files",
                Map.of("wandb-history.jsonl", Map.of("offset", 0, "content", List.of(row(0, 0.5), row(1, 0.25))))));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }

        caller.send(caller.request("/files/" + RUN + "/file_stream")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(run.lines()).containsExactly(row(0, 0.5), row(1, 0.25));
    }

    private Caller.Answer postAs(String writer, int offset, String... lines) {
        Map<String, ?> body =
                Map.of("files", Map.of("wandb-history.jsonl", Map.of("offset", offset, "content", List.of(lines))));
        return caller.send(caller.request("/files/" + RUN + "/file_stream")
                .header("X-Wandb-Use-Async-Filestream", "true")
                .header("X-Wandb-Async-Client-Id", writer)
                .POST(HttpRequest.BodyPublishers.ofString(Caller.json(body))));
    }

    @Test
    void writersThatShareARunEachHaveOffsetsOfTheirOwn() {
        postAs("a", 0, row(0, 1), row(1, 1));
        postAs("b", 0, row(0, 2));
        postAs("a", 1, row(1, 3), row(2, 1));
        postAs("b", 1, row(1, 2));

        assertThat(run.lines())
                .as("nobody overwrites another's rows, a repeated post overwrites its own")
                .containsExactly(row(0, 1), row(1, 3), row(0, 2), row(2, 1), row(1, 2));
    }

    @Test
    void aSummaryIsDerivedFromTheRowsForAWriterThatAsksForIt() {
        Map<String, ?> body = Map.of(
                "files",
                Map.of(
                        "wandb-history.jsonl",
                        Map.of("offset", 0, "content", List.of(row(0, 1), row(1, 0.5))),
                        "wandb-summary.json",
                        Map.of("offset", 0, "content", List.of("{\"_step\":1}"))));

        caller.send(caller.request("/files/" + RUN + "/file_stream")
                .header("X-Wandb-Server-Side-Derived-Summary", "true")
                .POST(HttpRequest.BodyPublishers.ofString(Caller.json(body))));

        assertThat(run.summary()).isEqualTo(Map.of("_step", 1, "loss", 0.5));
    }

    @Test
    void aRunThatEndsBecauseItWasStoppedIsKilledAndMayBeResumed() {
        stop();
        caller.stream(RUN, Map.of("complete", true, "exitcode", 255));
        assertThat(run.state()).isEqualTo("killed");

        Caller.Answer resumed = caller.stream(RUN, Map.of());

        assertThat(resumed.body().path("stopped").asBoolean()).isFalse();
        assertThat(run.state()).isEqualTo("running");
    }

    private void stop() {
        caller.graphql(
                "mutation Stop($id: ID!) { stopRun(input: {id: $id}) { success } }", Map.of("id", run.storageId()));
    }

    @Test
    void aPageOfConsoleLinesEndsEarlyWhereItGetsTooLong() {
        String line = "x".repeat(100_000);
        for (int i = 0; i < 25; i++) {
            run.console(line);
        }

        JsonNode first = console("");
        JsonNode second = console(first.at("/pageInfo/endCursor").asText());

        assertThat(first.at("/pageInfo/hasNextPage").asBoolean())
                .as("a page that is cut short does not say so")
                .isFalse();
        int last = first.at("/edges").size() - 1;
        assertThat(last).isLessThan(24);
        assertThat(second.at("/edges/0/node/number").asInt()).isEqualTo(last + 1);
    }

    private JsonNode console(String after) {
        return caller.graphql(
                        "query Lines($after: String) { project(name: \"vision\", entityName: \"team\") { run(name: \"r1\") {"
                                + " logLines(first: 1000, after: $after, useImprovedPagination: true) {"
                                + " edges { node { number } } pageInfo { endCursor hasNextPage } } } } }",
                        Map.of("after", after))
                .data()
                .at("/project/run/logLines");
    }

    @Test
    void aLineOfTheConsoleIsWrittenAnew() {
        run.console("epoch 1: 50%", "x").stderr("out of memory").rewriteConsole(0, "epoch 1: 100%");

        JsonNode edges = caller.run(RUN, "logLineCount logLines(last: 9) { edges { node { number level line } } }")
                .at("/logLines/edges");

        assertThat(edges)
                .extracting(edge -> edge.at("/node/number").asInt()
                        + edge.at("/node/level").asText()
                        + edge.at("/node/line").asText())
                .containsExactly("0epoch 1: 100%", "1x", "2errorout of memory");
    }

    @Test
    void onlyALineThatIsThereIsWrittenAnew() {
        run.console("a");

        assertThatThrownBy(() -> run.rewriteConsole(1, "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunWithoutOutputHasNoLines() {
        assertThat(caller.run(RUN, "logLines(last: 5) { edges { node { line } } }")
                        .path("logLines")
                        .isNull())
                .isTrue();
    }

    @Test
    void linesArePagedForward() {
        run.console("a", "b", "c");
        JsonNode first = linesAfter(null);
        JsonNode second = linesAfter(first.at("/pageInfo/endCursor").asText());

        assertThat(first.findValuesAsText("line")).containsExactly("a", "b");
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(second.findValuesAsText("line")).containsExactly("c");
        assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
    }

    private JsonNode linesAfter(String cursor) {
        return caller.run(
                        RUN,
                        "logLines(first: 2, after: " + Caller.json(cursor) + ", useImprovedPagination: true)"
                                + " { edges { node { line } } pageInfo { endCursor hasNextPage } }")
                .path("logLines");
    }

    @Test
    void systemMetricsAreThinnedOut() {
        for (int i = 0; i < 20; i++) {
            run.systemMetrics(Map.of("system.cpu", i));
        }

        assertThat(caller.run(RUN, "events(samples: 5)").path("events")).hasSize(5);
        assertThat(caller.run(RUN, "events(samples: 20)").path("events")).hasSize(20);
        assertThat(caller.run(RUN, "events").path("events")).hasSize(20);
    }
}
