// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings that the simulator does not answer with. */
class RunListingTest {

    private static final RunQuery QUERY = new RunQuery(
            new ProjectPath("team", "vision"), RunFilter.none(), "+created_at", Projection.LIGHT, false, 2);

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance().build();

    @RegisterExtension
    final Clients clients = new Clients();

    private WandbClient client;

    @BeforeEach
    void connect() {
        client = clients.builder(server.baseUrl(), Clients.KEY).build();
    }

    /** @param after the cursor that is sent, null for the first page */
    private static void page(String after, String next, String... runIds) {
        String edges = Stream.of(runIds)
                .map(id -> "{\"node\":{\"id\":\"storage-" + id + "\",\"name\":\"" + id + "\"}}")
                .collect(Collectors.joining(","));
        String info = next == null
                ? "{\"hasNextPage\":false,\"endCursor\":null}"
                : "{\"hasNextPage\":true,\"endCursor\":\"" + next + "\"}";
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .withRequestBody(
                        matchingJsonPath("$.variables.after", after == null ? WireMock.absent() : equalTo(after)))
                .willReturn(okJson(
                        "{\"data\":{\"project\":{\"runs\":{\"edges\":[" + edges + "],\"pageInfo\":" + info + "}}}}")));
    }

    private static List<String> ids(List<Run> runs) {
        return runs.stream().map(run -> run.path().runId()).toList();
    }

    @Test
    void aRunThatPagesShowTwiceIsListedOnce() {
        page(null, "c1", "r1", "r2");
        page("c1", null, "r2", "r3");

        assertThat(ids(answer(client.listRuns(QUERY)))).containsExactly("r1", "r2", "r3");
        Iterator<Run> runs = answer(client.runs(QUERY));
        assertThat(runs).toIterable().extracting(run -> run.path().runId()).containsExactly("r1", "r2", "r3");
    }

    /** So does the official client. */
    @Test
    void pagesAreTurnedByTheCursorOfTheLastRunIfThePageHasNone() {
        String page =
                "{\"data\":{\"project\":{\"runs\":{\"edges\":[{\"cursor\":\"%s\",\"node\":{\"id\":\"%s\",\"name\":\"%s\"}}],"
                        + "\"pageInfo\":{\"hasNextPage\":%s,\"endCursor\":null}}}}}";
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .withRequestBody(matchingJsonPath("$.variables.after", WireMock.absent()))
                .willReturn(okJson(page.formatted("1", "s1", "r1", true))));
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .withRequestBody(matchingJsonPath("$.variables.after", equalTo("1")))
                .willReturn(okJson(page.formatted("2", "s2", "r2", false))));

        assertThat(ids(answer(client.listRuns(QUERY)))).containsExactly("r1", "r2");
    }

    /** W&B matches nothing with a time that does not end in Z. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00.123456+00:00, 2026-01-01T00:00:00.123456Z",
        "2026-01-01T05:30:00+05:30, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5, 2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:00.50Z, 2026-01-01T00:00:00.50Z"
    })
    void theTimeToGoOnFromIsInUtc(String createdAt, String from) {
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .willReturn(okJson(
                        "{\"data\":{\"project\":{\"runs\":{\"edges\":[{\"node\":{\"id\":\"s1\",\"name\":\"r1\",\"createdAt\":\""
                                + createdAt + "\"}}],\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"c1\"}}}}}")));

        assertThat(answer(client.runPage(QUERY, null)).lastCreatedAt()).isEqualTo(from);
    }

    /** Thousands of them are kept. */
    @Test
    void runsOfAPageShareWhatTheyHaveInCommon() {
        String run = "{\"node\":{\"id\":\"%s\",\"name\":\"%s\",\"projectId\":\"7\",\"state\":\"running\","
                + "\"group\":\"g\",\"tags\":[\"a\"],\"user\":{\"username\":\"ann\"}}}";
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .willReturn(okJson("{\"data\":{\"project\":{\"runs\":{\"edges\":[" + run.formatted("s1", "r1") + ","
                        + run.formatted("s2", "r2") + "],\"pageInfo\":{\"hasNextPage\":false}}}}}")));

        List<Run> runs = answer(client.listRuns(QUERY));

        Run first = runs.get(0);
        Run second = runs.get(1);
        assertThat(second.projectId()).isSameAs(first.projectId());
        assertThat(second.state()).isSameAs(first.state());
        assertThat(second.group()).isSameAs(first.group());
        assertThat(second.user()).isSameAs(first.user());
        assertThat(second.tags().get(0)).isSameAs(first.tags().get(0));
    }

    @Test
    void aCursorThatDoesNotMoveEndsTheListingWithAFailure() {
        page(null, "c1", "r1");
        page("c1", "c1", "r2");

        assertThatThrownBy(() -> answer(client.listRuns(QUERY)))
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("team/vision does not come to an end");
        assertThatThrownBy(() -> answer(client.runs(QUERY)).forEachRemaining(run -> {}))
                .isInstanceOf(WandbServerIncompatibleException.class);
    }

    @Test
    void aListingThatGoesInCirclesEndsWithAFailure() {
        page(null, "c1", "r1");
        page("c1", "c2", "r2");
        page("c2", "c1", "r1");

        assertThatThrownBy(() -> client.listRuns(QUERY).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WandbServerIncompatibleException.class);
        assertThatThrownBy(() -> client.eachRun(QUERY, run -> {}).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WandbServerIncompatibleException.class);
    }

    @Test
    void aPageWithoutACursorToTheNextIsAFailureAndNotTheLast() {
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .willReturn(okJson("{\"data\":{\"project\":{\"runs\":{\"edges\":[],\"pageInfo\":{\"hasNextPage\":true,"
                        + "\"endCursor\":null}}}}}")));

        assertThatThrownBy(() -> answer(client.listRuns(QUERY))).isInstanceOf(WandbServerIncompatibleException.class);
    }

    @Test
    void aFailureOnALaterPageIsThatOfTheListing() {
        page(null, "c1", "r1");
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .withRequestBody(matchingJsonPath("$.variables.after", equalTo("c1")))
                .willReturn(WireMock.status(503)));

        assertThatThrownBy(() -> answer(client.listRuns(QUERY))).isInstanceOf(WandbUnavailableException.class);
    }

    @Test
    void aRunThatTheServerDoesNotShowIsNone() {
        server.stubFor(post(WireMock.urlEqualTo("/graphql"))
                .willReturn(okJson("{\"data\":{\"project\":{\"runs\":{\"edges\":[{\"node\":null}],"
                        + "\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null}}}}}")));

        assertThat(client.listRuns(QUERY).join()).isEmpty();
    }
}
