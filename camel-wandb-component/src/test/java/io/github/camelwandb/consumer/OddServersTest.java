// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.simulator.WandbSimulator;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Discovery at servers that know less than W&B's, and at one whose runs come and go between two pages. */
class OddServersTest {

    private static final Duration OUT_OF_SIGHT = Duration.ofMinutes(16);

    private final SettableClock serverClock = new SettableClock("2026-02-01T00:00:00Z");
    private final SettableClock clock = new SettableClock("2026-02-01T00:00:00Z");
    private final Deque<Runnable> betweenPages = new ArrayDeque<>();

    @RegisterExtension
    final WandbSimulatorExtension wandb =
            WandbSimulatorExtension.create(WandbSimulator.builder().clock(serverClock));

    @RegisterExtension
    final Clients clients = new Clients();

    /** In front of the simulator. */
    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    private Discovery discovery;

    @BeforeEach
    void connect() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().proxiedFrom(wandb.baseUrl())));
        // called when the simulator has answered, before that answer goes on
        server.addMockServiceRequestListener((request, response) -> {
            Runnable next = betweenPages.poll();
            if (next != null) {
                next.run();
            }
        });
        discovery = new Discovery(
                clients.builder(server.baseUrl(), wandb.apiKey()).maxAttempts(1).build(),
                new ProjectPath("team", "vision"),
                null,
                RunFilter::none,
                clock,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void answers(String operation, String filters, ResponseDefinitionBuilder answer) {
        answers(operation, containing(filters), answer);
    }

    private void answers(String operation, StringValuePattern filters, ResponseDefinitionBuilder answer) {
        server.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$.operationName", equalTo(operation)))
                .withRequestBody(matchingJsonPath("$.variables.filters", filters))
                .willReturn(answer));
    }

    private static ResponseDefinitionBuilder refusal(String message) {
        return aResponse().withStatus(400).withBody("{\"errors\":[{\"message\":\"" + message + "\"}]}");
    }

    private List<String> poll(String... unsettled) {
        return discovery.list(List.of(unsettled), false).runs().stream()
                .map(run -> run.path().runId())
                .toList();
    }

    private int requests(String operation) {
        return wandb.simulator().requests(operation).size();
    }

    private long asked(String operation, String filters) {
        return server.getAllServeEvents().stream()
                .map(event -> event.getRequest().getBodyAsString())
                .filter(body -> body.contains("\"operationName\":\"" + operation + "\"") && body.contains(filters))
                .count();
    }

    /** Three pages, and one run a second. */
    private List<String> manyRuns() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            wandb.run("team/vision/r" + i);
            ids.add("r" + i);
            serverClock.advance(Duration.ofSeconds(1));
        }
        return ids;
    }

    private static List<String> without(List<String> ids, String... others) {
        return ids.stream().filter(id -> !List.of(others).contains(id)).toList();
    }

    // between two pages

    @Test
    void runsThatAreDeletedWhileWeTurnPagesHideNoOthers() {
        List<String> ids = manyRuns();
        betweenPages.add(() -> List.of("r0", "r1", "r2")
                .forEach(id -> wandb.run("team/vision/" + id).delete()));

        assertThat(poll()).doesNotHaveDuplicates().containsAll(without(ids, "r0", "r1", "r2"));
    }

    @Test
    void runsThatAppearWhileWeTurnPagesAreFound() {
        List<String> ids = manyRuns();
        betweenPages.add(() -> wandb.run("team/vision/young"));

        assertThat(poll()).doesNotHaveDuplicates().containsAll(ids).contains("young");
    }

    @Test
    void runsOfOneTimeThatComeAndGoWhileWeTurnPagesHideNoOthers() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            wandb.run("team/vision/r" + i);
            ids.add("r" + i);
        }
        betweenPages.add(() -> List.of("r0", "r1", "r2")
                .forEach(id -> wandb.run("team/vision/" + id).delete()));

        assertThat(poll()).doesNotHaveDuplicates().containsAll(without(ids, "r0", "r1", "r2"));
    }

    @Test
    void aListingThatDoesNotAgreeWithTheCountIsTakenASecondTimeAndNoMore() {
        manyRuns();
        int pages = 3;
        for (int i = 0; i < 4 * pages; i++) {
            int n = i;
            betweenPages.add(() -> wandb.run("team/vision/young" + n));
        }

        assertThat(poll()).contains("young0");

        assertThat(requests("CountedRuns")).isEqualTo(2 * pages);
    }

    // servers that know less

    @Test
    void aServerThatKnowsNoFiltersIsPagedAsItWillAndAskedForThatOnce() {
        List<String> ids = manyRuns();
        answers("CountedRuns", "", refusal("Unknown argument \\\"filters\\\" on field \\\"runs\\\""));
        answers("Runs", "", refusal("Unknown argument \\\"filters\\\" on field \\\"runs\\\""));

        assertThat(poll()).containsExactlyElementsOf(ids);
        assertThat(poll()).containsExactlyElementsOf(ids);

        assertThat(asked("CountedRuns", "")).isEqualTo(1);
        assertThat(requests("AllRuns")).isEqualTo(6);
    }

    @Test
    void aRefusalThatIsNoMatterOfTheFormChangesNothing() {
        wandb.run("team/vision/r1");
        answers("CountedRuns", "", refusal("simulated"));
        server.stubFor(any(anyUrl())
                .withRequestBody(containing("AllRuns"))
                .willReturn(aResponse().withStatus(503)));
        assertThatThrownBy(this::poll).isInstanceOf(WandbUnavailableException.class);
        server.resetMappings();
        server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(wandb.baseUrl())));

        assertThat(poll()).containsExactly("r1");

        assertThat(requests("CountedRuns")).isEqualTo(1);
    }

    @Test
    void aServerThatRefusedAListingOnceIsAskedInThatFormAgain() {
        wandb.run("team/vision/r1");
        answers("CountedRuns", "", refusal("too many connections"));
        assertThat(poll()).containsExactly("r1");
        server.resetMappings();
        server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(wandb.baseUrl())));

        assertThat(discovery.list(List.of(), true).runs()).hasSize(1);

        assertThat(requests("CountedRuns")).isEqualTo(1);
    }

    @Test
    void aServerThatRefusesAListingAgainAndAgainIsPagedAsItWill() {
        wandb.run("team/vision/r1");
        answers("CountedRuns", "", refusal("I know no such thing"));

        for (int i = 0; i < 10; i++) {
            assertThat(discovery.list(List.of(), true).runs()).hasSize(1);
        }

        assertThat(asked("CountedRuns", "")).isEqualTo(3);
    }

    @Test
    void aServerThatIgnoresTheTimeOfCreationIsPagedAsItWill() {
        List<String> ids = manyRuns();
        answers(
                "CountedRuns",
                "",
                okJson("{\"data\":{\"project\":{\"runCount\":1200,\"runs\":{\"edges\":["
                        + edge("r0", "2026-02-01T00:00:00Z")
                        + ","
                        + edge("r1", "2026-02-01T00:00:01Z")
                        + "],\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"c1\"}}}}}"));

        assertThat(poll()).containsExactlyElementsOf(ids);
    }

    @Test
    void timesGoBackAsTheServerWroteThemButWithTheirZone() {
        String written = "2026-01-01T00:00:00.123456";
        answers(
                "CountedRuns",
                "{}",
                okJson("{\"data\":{\"project\":{\"runCount\":2,\"runs\":{\"edges\":["
                        + edge("r0", "2025-01-01T00:00:00")
                        + ","
                        + edge("r1", written)
                        + "],\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"c1\"}}}}}"));
        answers(
                "CountedRuns",
                "{\"createdAt\":{\"$gte\":\"" + written + "Z\"}}",
                okJson("{\"data\":{\"project\":{\"runCount\":2,\"runs\":{\"edges\":[" + edge("r1", written)
                        + "],\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":\"c2\"}}}}}"));

        assertThat(poll()).containsExactly("r0", "r1");
    }

    private static String edge(String id, String createdAt) {
        return "{\"node\":{\"id\":\"storage-%s\",\"name\":\"%s\",\"createdAt\":\"%s\"}}".formatted(id, id, createdAt);
    }

    private void anOldRunAndALiveOne() {
        wandb.run("team/vision/old");
        serverClock.advance(OUT_OF_SIGHT);
        wandb.run("team/vision/alive");
    }

    @Test
    void aServerThatShowsNobodyWhereItIsAskedForSignsOfLifeIsNotAskedForThemAgain() {
        anOldRunAndALiveOne();
        answers(
                "Runs",
                "heartbeatAt",
                okJson("{\"data\":{\"project\":{\"runs\":{\"edges\":[],\"pageInfo\":{\"hasNextPage\":false}}}}}"));

        for (int i = 0; i < 4; i++) {
            assertThat(poll()).containsExactly("old", "alive");
        }

        assertThat(asked("Runs", "heartbeatAt")).isEqualTo(1);
    }

    @Test
    void aServerThatRefusesToFilterBySignsOfLifeIsNotAskedForThemAgain() {
        anOldRunAndALiveOne();
        answers("Runs", "heartbeatAt", refusal("invalid filter"));

        for (int i = 0; i < 10; i++) {
            assertThat(poll()).containsExactly("old", "alive");
        }

        assertThat(asked("Runs", "heartbeatAt")).isEqualTo(3);
    }

    @Test
    void aServerThatRefusedThatOnceIsAskedForThemAgain() {
        anOldRunAndALiveOne();
        answers("Runs", "heartbeatAt", refusal("too many connections"));
        assertThat(poll()).containsExactly("old", "alive");
        assertThat(poll()).containsExactly("old", "alive");
        server.resetMappings();
        server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(wandb.baseUrl())));

        assertThat(poll()).containsExactly("alive");
    }

    @Test
    void runsAreAskedForSinglyWhereTheServerDoesNotListThemByName() {
        anOldRunAndALiveOne();
        answers("Runs", "name", refusal("invalid filter"));
        poll();

        assertThat(poll("old")).containsExactlyInAnyOrder("alive", "old");
        assertThat(poll("old")).containsExactlyInAnyOrder("alive", "old");
    }
}
