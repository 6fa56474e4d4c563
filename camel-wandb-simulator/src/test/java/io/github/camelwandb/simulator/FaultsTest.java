// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultsTest {

    private static final String VIEWER = "query Me { viewer { username } }";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private WandbSimulator simulator;
    private Caller caller;

    @BeforeEach
    void connect() {
        simulator = wandb.simulator();
        caller = Caller.of(simulator);
    }

    private String viewer() {
        return caller.graphql(VIEWER).data().path("viewer").path("username").asText();
    }

    @Test
    void aStatusIsAnsweredInsteadOfTheData() {
        simulator.faults().add(Fault.status(503));

        Caller.Answer answer = caller.graphql(VIEWER);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).isEqualTo("simulated HTTP 503");
    }

    @Test
    void aStatusCanHaveABodyOfItsOwn() {
        simulator.faults().add(Fault.status(502, "<html>bad gateway</html>"));

        Caller.Answer answer = caller.graphql(VIEWER);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html");

        assertThat(answer.response().body()).asString(StandardCharsets.UTF_8).isEqualTo("<html>bad gateway</html>");
    }

    @Test
    void aRateLimitTellsWhenToComeBack() {
        simulator.faults().add(Fault.rateLimited(Duration.ofSeconds(7)).times(1));

        Caller.Answer limited = caller.graphql(VIEWER);

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("RateLimit-Limit")).isEqualTo("100");
        assertThat(limited.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(limited.header("RateLimit-Reset")).isEqualTo("7");
        assertThat(limited.header("Retry-After")).isEqualTo("7");
        assertThat(viewer()).isEqualTo("simulator");
    }

    @Test
    void goodAnswersCanTellOfALimitToo() {
        simulator.rateLimitHeaders(60, 12, Duration.ofMillis(1500));

        Caller.Answer answer = caller.graphql(VIEWER);

        assertThat(answer.header("RateLimit-Limit")).isEqualTo("60");
        assertThat(answer.header("RateLimit-Remaining")).isEqualTo("12");
        assertThat(answer.header("RateLimit-Reset")).isEqualTo("1.5");
    }

    @Test
    void answersCanHaveStrangeHeaders() {
        simulator.answerHeaders(Map.of("Set-Cookie", "a=b"));

        assertThat(caller.graphql(VIEWER).header("Set-Cookie")).isEqualTo("a=b");
    }

    @Test
    void anAnswerThatIsLateComesAfterItsDelay() {
        simulator.faults().add(Fault.latency(Duration.ofMillis(200)));
        long start = System.nanoTime();

        assertThat(viewer()).isEqualTo("simulator");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aTruncatedBodyIsShorterThanItPromises() {
        simulator.faults().add(Fault.truncatedBody());

        assertThatThrownBy(this::viewer)
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("EOF reached while reading");
    }

    @Test
    void aConnectionIsReset() throws IOException {
        simulator.faults().add(Fault.connectionReset());
        int port = Integer.parseInt(simulator.baseUrl().replaceAll(".*:", ""));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aRequestThatHangsIsNotAnswered() {
        simulator.faults().add(Fault.hang());

        assertThatThrownBy(() -> caller.send(caller.request("/graphql")
                        .timeout(Duration.ofMillis(200))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))))
                .hasRootCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void clearingFaultsEndsWhatHangs() {
        simulator.faults().add(Fault.hang().on("viewer"));
        CompletableFuture<String> hanging = CompletableFuture.supplyAsync(this::viewer);
        Awaitility.await().until(() -> simulator.requests("viewer").size() == 1);

        simulator.faults().clear();

        assertThat(hanging).failsWithin(Duration.ofSeconds(10));
        assertThat(viewer()).isEqualTo("simulator");
    }

    @Test
    void errorsComeWithStatus200AndWithoutData() {
        simulator.faults().add(Fault.errors("permission denied"));

        Caller.Answer answer = caller.graphql(VIEWER);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.error()).isEqualTo("permission denied");
        assertThat(answer.body().has("data")).isFalse();
    }

    @Test
    void partialDataComesWithErrors() {
        simulator.faults().add(Fault.partial("context deadline exceeded"));

        Caller.Answer answer = caller.graphql(VIEWER);

        assertThat(answer.error()).isEqualTo("context deadline exceeded");
        assertThat(answer.data().path("viewer").path("username").asText()).isEqualTo("simulator");
    }

    @Test
    void aFaultHitsTheOperationItNames() {
        simulator.faults().add(Fault.status(500).on("Me"));

        assertThat(caller.graphql(VIEWER).status()).isEqualTo(500);
        assertThat(caller.graphql("query Other { viewer { username } }").status())
                .isEqualTo(200);
    }

    @Test
    void aFaultHitsTheFieldItNames() {
        simulator.faults().add(Fault.status(500).on("serverInfo"));

        assertThat(caller.graphql("{ serverInfo { features { name } } }").status())
                .isEqualTo(500);
        assertThat(caller.graphql(VIEWER).status()).isEqualTo(200);
    }

    @Test
    void aFaultHitsTheRunItNamesWhereverTheRequestNamesIt() {
        wandb.run("team/vision/r1");
        SimulatedRun other = wandb.run("team/vision/r2");
        simulator.faults().add(Fault.status(500).forRun("r1"));

        assertThat(caller.run("team/vision/r1", "id").isMissingNode()).isTrue();
        assertThat(caller.run("team/vision/r2", "id").asText()).isEmpty();
        assertThat(caller.run("team/vision/r2", "id").path("id").asText()).isEqualTo(other.storageId());
        assertThat(caller.graphql("{ project(name: \"vision\", entityName: \"team\") { run(name: \"r1\") { id } } }")
                        .status())
                .isEqualTo(500);
        assertThat(stop(wandb.run("team/vision/r1").storageId())).isEqualTo(500);
        assertThat(stop(other.storageId())).isEqualTo(200);
        assertThat(caller.stream("team/vision/r1", Map.of()).status()).isEqualTo(500);
        assertThat(caller.stream("team/vision/r2", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void aFaultOfOneRunHitsARequestForSeveral() {
        wandb.run("team/vision/r1");
        wandb.run("team/vision/r2");
        simulator.faults().add(Fault.status(502).forRun("r1"));
        String both = "{ project(name: \"vision\", entityName: \"team\") {"
                + " a: run(name: \"r1\") { id } b: run(name: \"r2\") { id } } }";

        assertThat(caller.graphql(both).status()).isEqualTo(502);
        assertThat(caller.graphql(both.replace("r1", "r2")).status()).isEqualTo(200);
    }

    private int stop(String storageId) {
        return caller.graphql(
                        "mutation Stop($id: ID!) { stopRun(input: {id: $id}) { success } }", Map.of("id", storageId))
                .status();
    }

    @Test
    void aFaultCanSpareTheFirstRequestsAndEnd() {
        simulator.faults().add(Fault.status(500).after(1).times(2));

        assertThat(caller.graphql(VIEWER).status()).isEqualTo(200);
        assertThat(caller.graphql(VIEWER).status()).isEqualTo(500);
        assertThat(caller.graphql(VIEWER).status()).isEqualTo(500);
        assertThat(caller.graphql(VIEWER).status()).isEqualTo(200);
    }

    @Test
    void theFirstFaultThatFitsHits() {
        simulator.faults().add(Fault.status(500).times(1));
        simulator.faults().add(Fault.status(502));

        assertThat(caller.graphql(VIEWER).status()).isEqualTo(500);
        assertThat(caller.graphql(VIEWER).status()).isEqualTo(502);
    }

    @Test
    void aRefusedMutationIsNotExecuted() {
        simulator.faults().add(Fault.status(503).on("upsertBucket"));

        caller.graphql("mutation { upsertBucket(input: {entityName: \"simulator\", modelName: \"p\", name: \"r\"})"
                + " { inserted } }");

        assertThat(simulator.runs("simulator/p")).isEmpty();
    }

    @Test
    void aFieldIsMissingFromPartialData() {
        wandb.run("team/vision/r1").notes("n");
        simulator.faults().add(Fault.partial("context deadline exceeded", "history"));

        Caller.Answer answer = caller.graphql(
                "{ project(name: \"vision\", entityName: \"team\") { run(name: \"r1\") { notes rows: history } } }");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.error()).isEqualTo("context deadline exceeded");
        assertThat(answer.body().at("/errors/0/path")).isEqualTo(Caller.tree("[\"project\",\"run\",\"rows\"]"));
        assertThat(answer.data()).isEqualTo(Caller.tree("{\"project\":{\"run\":{\"notes\":\"n\",\"rows\":null}}}"));
    }

    @Test
    void oneRunOfSeveralIsMissingFromPartialData() {
        wandb.run("team/vision/r1");
        wandb.run("team/vision/r2");
        simulator.faults().add(Fault.partial("context deadline exceeded", "run").forRun("r1"));

        Caller.Answer answer = caller.graphql("{ project(name: \"vision\", entityName: \"team\") {"
                + " a: run(name: \"r1\") { name } b: run(name: \"r2\") { name } } }");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data()).isEqualTo(Caller.tree("{\"project\":{\"a\":null,\"b\":{\"name\":\"r2\"}}}"));
        assertThat(answer.body().at("/errors/0/path/1").asText()).isEqualTo("a");
    }

    @Test
    void aRunWhoseRowsAlwaysFailIsStillListed() {
        wandb.run("team/vision/r1").logs(0, 3);
        simulator.faults().add(Fault.status(502).on("history").forRun("r1"));

        assertThat(caller.graphql(
                                "{ project(name: \"vision\", entityName: \"team\") { runs { edges { node { name } } } } }")
                        .data()
                        .findValuesAsText("name"))
                .containsExactly("r1");
        assertThat(caller.graphql(
                                "{ project(name: \"vision\", entityName: \"team\") { run(name: \"r1\") { history } } }")
                        .status())
                .isEqualTo(502);
    }

    private static final String ROWS_OF_TWO = "query Rows($a: String!, $b: String!) {"
            + " project(name: \"vision\", entityName: \"team\") { a: run(name: $a) { ...rows } b: run(name: $b) { ...rows } } }"
            + " fragment rows on Run { name history }";

    private Caller.Answer rowsOfTwo() {
        return caller.graphql(ROWS_OF_TWO, Map.of("a", "r1", "b", "r2"));
    }

    @Test
    void anActionRunsJustBeforeTheNthRequestIsExecuted() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        simulator.faults().before("history", 2, () -> run.rewind(1));

        assertThat(caller.steps("team/vision/r1", "")).hasSize(5);
        assertThat(caller.run("team/vision/r1", "name").path("name").asText())
                .as("does not count")
                .isEqualTo("r1");
        assertThat(caller.steps("team/vision/r1", "")).hasSize(2);
        run.logs(2, 4);
        assertThat(caller.steps("team/vision/r1", "")).as("once only").hasSize(4);
    }

    @Test
    void anActionIsCountedFromWhenItIsAdded() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        caller.steps("team/vision/r1", "");

        simulator.faults().before("history", 1, () -> run.rewind(1));

        assertThat(caller.steps("team/vision/r1", "")).hasSize(2);
    }

    @Test
    void anActionOfOneRunRunsBeforeARequestForSeveral() {
        wandb.run("team/vision/r1").logs(0, 5);
        SimulatedRun second = wandb.run("team/vision/r2").logs(0, 5);
        simulator
                .faults()
                .add(Fault.before(() -> second.rewind(1)).on("history").forRun("r2"));

        assertThat(caller.steps("team/vision/r1", "")).hasSize(5);
        assertThat(second.rows()).hasSize(5);

        assertThat(rowsOfTwo().data().at("/project/b/history")).hasSize(2);
    }

    @Test
    void anActionDoesNotStandInTheWayOfFaults() {
        simulator.faults().before("viewer", 1, () -> simulator.faults().add(Fault.status(502)));

        assertThat(caller.graphql(VIEWER).status()).isEqualTo(502);
    }

    @Test
    void anActionHappensBeforeTheKeyIsLookedAt() {
        simulator.faults().before("viewer", 1, simulator::revokeKey);

        assertThat(caller.graphql(VIEWER).data().path("viewer").isNull()).isTrue();
    }

    @Test
    void requestsAreCountedFromOne() {
        assertThatThrownBy(() -> simulator.faults().before("history", 0, () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void faultsOfOneRunHitARequestThatNamesSeveralInVariables() {
        wandb.run("team/vision/r1").logs(0, 1);
        wandb.run("team/vision/r2").logs(0, 1);
        simulator.faults().add(Fault.status(502).on("history").forRun("r2").times(1));
        simulator
                .faults()
                .add(Fault.connectionReset().on("history").forRun("r2").times(1));

        assertThat(caller.steps("team/vision/r1", "")).hasSize(1);
        assertThat(rowsOfTwo().status()).isEqualTo(502);
        assertThatThrownBy(this::rowsOfTwo).isInstanceOf(UncheckedIOException.class);
        assertThat(rowsOfTwo().data().at("/project/b/history")).hasSize(1);
        assertThat(simulator.requests("history")).hasSize(4);
    }

    @Test
    void aRequestForSeveralRunsHangsIfOneOfThemDoes() {
        wandb.run("team/vision/r1");
        wandb.run("team/vision/r2");
        simulator.faults().add(Fault.hang().forRun("r2"));
        CompletableFuture<Caller.Answer> hanging = CompletableFuture.supplyAsync(this::rowsOfTwo);

        Awaitility.await().until(() -> simulator.requests("history").size() == 1);
        assertThat(caller.run("team/vision/r1", "name").path("name").asText()).isEqualTo("r1");
        assertThat(hanging).isNotDone();

        simulator.faults().clear();
        assertThat(hanging).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aFieldOfOneRunOfSeveralIsMissing() {
        wandb.run("team/vision/r1").logs(0, 1);
        wandb.run("team/vision/r2").logs(0, 1);
        simulator
                .faults()
                .add(Fault.partial("context deadline exceeded", "history").forRun("r2"));

        Caller.Answer answer = rowsOfTwo();

        assertThat(answer.data().at("/project/a/history")).hasSize(1);
        assertThat(answer.data().at("/project/b/history").isNull()).isTrue();
        assertThat(answer.data().at("/project/b/name").asText()).isEqualTo("r2");
        assertThat(answer.body().at("/errors/0/path")).isEqualTo(Caller.tree("[\"project\",\"b\",\"history\"]"));
    }
}
