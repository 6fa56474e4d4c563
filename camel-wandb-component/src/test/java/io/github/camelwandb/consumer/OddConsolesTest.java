// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Consoles at servers whose pages do not show what they have, or not of each run. */
class OddConsolesTest extends FollowingTestSupport {

    private static final String LOGS = "wandb:team/vision?stream=logs";

    private static final String EMPTY_PAGE = """
        {"data":{"project":{"run":{"logLines":{"edges":[],"pageInfo":{"endCursor":null,"hasNextPage":false}}}}}}\
        """;

    /** In front of the simulator. */
    private WireMockServer server;

    @Override
    protected WandbComponent component() {
        server = new WireMockServer(options().dynamicPort());
        server.start();
        answersAll();
        WandbComponent component = super.component();
        component.getConfiguration().setBaseUrl(server.baseUrl());
        return component;
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    private void answersAll() {
        server.resetMappings();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().proxiedFrom(wandb.baseUrl())));
    }

    private void showsNothingBehindTheFirstPage() {
        server.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$.operationName", equalTo("RunLogPage")))
                .withRequestBody(matchingJsonPath("$.variables[?(@.after != null)]"))
                .willReturn(okJson(EMPTY_PAGE)));
    }

    private long asked(String text) {
        return server.getAllServeEvents().stream()
                .filter(event -> event.getRequest().getBodyAsString().contains(text))
                .count();
    }

    private static String[] lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toArray(String[]::new);
    }

    private List<String> told(String runId) {
        return received.all().stream()
                .filter(message -> message.runId().equals(runId))
                .map(Received.Arrived::text)
                .toList();
    }

    @Test
    void pagesThatEndLongBeforeTheTailAreAskedForAgainAfterAPauseOnly() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 12_500)); // more than a tail holds
        showsNothingBehindTheFirstPage();
        clock.stop();
        follow(LOGS);
        eventually(() -> assertThat(told("r1")).hasSize(1_000));
        afterPolls(10);

        assertThat(asked("\"RunLogPage\"") + asked("\"RunLogTail\"")).isEqualTo(3);

        answersAll();
        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(told("r1")).hasSize(12_500));
        assertThat(told("r1")).containsExactly(lines(0, 12_500));
    }

    @Test
    void pagesAreAskedForFromTheFirstWhereACursorLeadsNowhereForLong() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 12_500));
        showsNothingBehindTheFirstPage();
        follow(LOGS);

        asTimeFlies(
                Duration.ofMinutes(6), () -> assertThat(asked("after\":null")).isGreaterThan(2));
        answersAll();

        asTimeFlies(Duration.ofMinutes(6), () -> assertThat(told("r1")).hasSize(12_500));
        assertThat(told("r1")).containsExactly(lines(0, 12_500));
    }

    @Test
    void linesThatNoPageShowsAreTakenFromATailThatHoldsThemAll() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 5_000));
        showsNothingBehindTheFirstPage();

        follow(LOGS);

        eventually(() -> assertThat(told("r1")).containsExactly(lines(0, 5_000)));
        run.console(lines(5_000, 5_010));
        eventually(() -> assertThat(told("r1")).containsExactly(lines(0, 5_010)));
        assertThat(events).isEmpty();
    }

    @Test
    void aServerThatGivesTheFirstPageAgainAndAgainIsNotAskedWithoutAPause() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 12_500));
        String first = """
            {"data":{"project":{"run":{"logLines":{"edges":[{"node":{"number":0,"line":"line 0"}}],
            "pageInfo":{"endCursor":"c","hasNextPage":true}}}}}}\
            """;
        server.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$.operationName", equalTo("RunLogPage")))
                .willReturn(okJson(first)));

        clock.stop();
        follow(LOGS);

        eventually(() -> assertThat(told("r1")).containsExactly("line 0"));
        afterPolls(10);
        assertThat(asked("\"RunLogPage\"") + asked("\"RunLogTail\"")).isEqualTo(3);
    }

    @Test
    void aConsoleWhosePagesAreRefusedForEverIsToldByItsTailWhileOthersAreReadInPages() throws Exception {
        wandb.simulator()
                .faults()
                .add(Fault.errors("simulated: of this one I show no pages")
                        .on("RunLogPage")
                        .forRun("r1"));
        SimulatedRun refused = wandb.run("team/vision/r1").console(lines(0, 50));
        SimulatedRun other = wandb.run("team/vision/r2").console("line 0");
        follow(LOGS);
        eventually(() -> assertThat(told("r2")).hasSize(1));

        asTimeFlies(Duration.ofMinutes(1), () -> {
            int next = told("r2").size();
            other.console("line " + next);
            eventually(() -> assertThat(told("r2")).hasSize(next + 1));
            assertThat(told("r1")).containsExactly(lines(0, 50));
        });

        long pages = wandb.simulator().requests("RunLogPage").size();
        refused.console(lines(50, 60));
        eventually(() -> assertThat(told("r1")).containsExactly(lines(0, 60)));
        assertThat(wandb.simulator().requests("RunLogPage")).hasSize((int) pages);
        int next = told("r2").size();
        other.console(lines(next, 12_500)); // more than a tail holds
        eventually(() -> assertThat(told("r2")).containsExactly(lines(0, 12_500)));
        assertThat(events).isEmpty();
    }

    @Test
    void oneRunWhosePagesAreRefusedDoesNotTakeThemFromTheOthers() throws Exception {
        wandb.simulator()
                .faults()
                .add(Fault.errors("simulated: of this one I show no pages")
                        .on("RunLogPage")
                        .forRun("r1"));
        wandb.run("team/vision/r1").console(lines(0, 50));
        follow(LOGS);
        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(told("r1")).containsExactly(lines(0, 50)));

        wandb.run("team/vision/r2").console(lines(0, 12_500)).finished();

        eventually(() -> assertThat(told("r2")).containsExactly(lines(0, 12_500)));
        assertThat(events).isEmpty();
    }

    private void answersOf(String operation, String body) {
        server.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$.operationName", equalTo(operation)))
                .willReturn(okJson(body)));
    }

    @Test
    void aCountThatGoesBackNowAndThenDoesNotPutOffTheNextLinesMoreAndMore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3));
        follow("wandb:team/vision/r1?stream=logs");
        eventually(() -> assertThat(told("r1")).hasSize(3));
        String shown = server.getAllServeEvents().stream()
                .filter(event -> event.getRequest().getBodyAsString().contains("\"operationName\":\"Run\""))
                .findFirst()
                .orElseThrow()
                .getResponse()
                .getBodyAsString();
        clock.stop();

        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(1));
            afterLooks(3);
            long before = asked("\"RunLogTail\"");
            answersOf("Run", shown.replace("\"logLineCount\":3", "\"logLineCount\":2"));
            eventually(() -> assertThat(asked("\"RunLogTail\"")).isGreaterThan(before));
            answersAll();
            afterLooks(3);
        }
        clock.advance(Duration.ofMillis(20)); // the first wait
        run.console(lines(3, 4));

        eventually(() -> assertThat(told("r1")).containsExactly(lines(0, 4)));
    }

    private void afterLooks(int looks) {
        long before = asked("\"operationName\":\"Run\"");
        eventually(() -> assertThat(asked("\"operationName\":\"Run\"")).isGreaterThanOrEqualTo(before + looks));
    }

    @Test
    void aConsoleThatBeganAnewIsToldAlsoWhereFewerLinesWereCountedForLong() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).console(lines(0, 10));
        follow("wandb:team/vision/r1?stream=logs");
        eventually(() -> assertThat(told("r1")).hasSize(10));
        String shown = server.getAllServeEvents().stream()
                .filter(event -> event.getRequest().getBodyAsString().contains("\"operationName\":\"Run\""))
                .findFirst()
                .orElseThrow()
                .getResponse()
                .getBodyAsString();
        answersOf("Run", shown.replace("\"logLineCount\":10", "\"logLineCount\":5"));
        eventually(() -> {
            clock.advance(Duration.ofMinutes(1));
            afterLooks(3);
            assertThat(asked("\"RunLogTail\"")).isGreaterThanOrEqualTo(6); // then the count is believed
        });

        run.rewind(3);
        run.console(lines(20, 27)); // more than were counted, and fewer than were told
        answersAll();

        eventually(() -> {
            clock.advance(Duration.ofMinutes(1));
            afterLooks(3);
            assertThat(told("r1")).hasSize(17).endsWith(lines(20, 27));
        });
    }
}
