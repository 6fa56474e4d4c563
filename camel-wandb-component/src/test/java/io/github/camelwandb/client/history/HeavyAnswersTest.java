// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Windows whose answer is more than the server can manage. */
class HeavyAnswersTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunPath RUN = new RunPath("team", "vision", "r1");

    /** A server with a row for each step, for which windows above a width are too much. */
    private static final class Answers implements ResponseDefinitionTransformerV2 {

        private final List<Long> widths = new CopyOnWriteArrayList<>();
        private volatile long rows = 2500;
        private volatile long manageable = 200;
        private volatile UnaryOperator<String> body = whole -> whole;
        private volatile UnaryOperator<ResponseDefinitionBuilder> failure = answer -> answer;

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            try {
                JsonNode variables =
                        JSON.readTree(event.getRequest().getBodyAsString()).path("variables");
                long from = variables.path("minStep").asLong();
                long to = variables.path("maxStep").asLong();
                ObjectNode answer = JSON.createObjectNode();
                ObjectNode run = answer.putObject("data").putObject("project").putObject("run");
                run.putObject("historyKeys").put("lastStep", rows - 1);
                if (to == 0) {
                    return WireMock.okJson(answer.toString()).build();
                }
                widths.add(to - from);
                ArrayNode history = run.putArray("history");
                LongStream.range(from, Math.min(to, rows)).forEach(step -> history.add("{\"_step\":" + step + "}"));
                String text = answer.toString();
                return to - from <= manageable
                        ? WireMock.okJson(text).build()
                        : failure.apply(WireMock.okJson(body.apply(text))).build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getName() {
            return "heavy";
        }
    }

    private final Answers answers = new Answers();

    @RegisterExtension
    final WireMockExtension wiremock = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().extensions(answers))
            .build();

    @RegisterExtension
    final Clients clients = new Clients();

    @BeforeEach
    void server() {
        wiremock.stubFor(WireMock.post(WireMock.anyUrl()).willReturn(WireMock.ok()));
    }

    private List<Long> scanned() {
        return scanned(Duration.ofSeconds(20));
    }

    private List<Long> scanned(Duration attemptTimeout) {
        return scanned(attemptTimeout, OptionalLong.of(answers.rows), ScanRange.Until.EXPECTED_ROWS);
    }

    private List<Long> scanned(Duration attemptTimeout, OptionalLong toStep, ScanRange.Until until) {
        HistoryScan scan = clients.builder(wiremock.baseUrl(), Clients.KEY)
                .attemptTimeout(attemptTimeout)
                .build()
                .history()
                .scan(
                        RUN,
                        new ScanRange(
                                0, toStep, answers.rows, until, 1, new RowForm(NonFinite.STRING, Selection.all())));
        List<Long> steps = new ArrayList<>();
        Optional<HistoryPage> page = answer(scan.next());
        while (page.isPresent()) {
            page.get().rows().stream().map(HistoryRow::step).forEach(steps::add);
            page = answer(scan.next());
        }
        return steps;
    }

    private List<Long> all() {
        return LongStream.range(0, answers.rows).boxed().toList();
    }

    private List<Long> tooWide() {
        return answers.widths.stream()
                .filter(width -> width > answers.manageable)
                .toList();
    }

    @Test
    void aWindowThatTakesTooLongIsNotWaitedForTwiceButReadInParts() {
        answers.failure = answer -> answer.withFixedDelay(60_000);

        assertThat(scanned(Duration.ofSeconds(2))).isEqualTo(all());
        assertThat(tooWide()).startsWith(1000L, 500L);
    }

    @Test
    void aWindowAtWhichTheServerFailsTwiceIsReadInParts() {
        answers.failure = answer -> answer.withStatus(504);

        assertThat(scanned()).isEqualTo(all());
        // what was too much is tried again after some pages
        assertThat(tooWide()).startsWith(1000L, 1000L, 500L, 500L, 250L, 250L).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void aWindowWhoseAnswerIsBrokenOffTwiceIsReadInParts() {
        answers.body = whole -> whole.substring(0, whole.length() / 2);

        assertThat(scanned()).isEqualTo(all());
        assertThat(tooWide()).startsWith(1000L, 1000L, 500L, 500L, 250L, 250L);
    }

    @Test
    void whatIsBehindAllRowsIsReadInPartsWhereItIsTooMuch() {
        answers.rows = 30;
        answers.manageable = 1L << 60;
        answers.failure = answer -> answer.withStatus(504);

        assertThat(scanned(Duration.ofSeconds(20), OptionalLong.empty(), ScanRange.Until.NOTHING_BEHIND))
                .isEqualTo(all());
    }

    @Test
    void aServerThatManagesOneStepOnlyIsReadStepByStep() {
        answers.rows = 30;
        answers.manageable = 1;
        answers.failure = answer -> answer.withStatus(500);

        assertThat(scanned()).isEqualTo(all());
    }

    @Test
    void aServerThatManagesNothingFailsAfterTheRetriesOfOneStep() {
        answers.manageable = 0;
        answers.failure = answer -> answer.withStatus(500);

        assertThatThrownBy(this::scanned).isInstanceOf(WandbUnavailableException.class);
        assertThat(answers.widths).containsExactly(1000L, 1000L, 500L, 500L, 125L, 125L, 15L, 15L, 1L, 1L, 1L);
    }

    /** Narrower windows would be more requests, of which there are too many already. */
    @Test
    void aWindowThatOnlyWaitedForItsTurnIsNotReadInParts() {
        answers.manageable = 0;
        answers.failure = answer -> answer.withFixedDelay(1000);
        History history = clients.builder(wiremock.baseUrl(), Clients.KEY)
                .maxConcurrentRequests(1)
                .deadline(Duration.ofSeconds(4))
                .build()
                .history();
        RowForm whole = new RowForm(NonFinite.STRING, Selection.all());

        List<CompletableFuture<HistoryPage>> pages = IntStream.range(0, 8)
                .mapToObj(i -> history.page(RUN, new Window(0, 1000), whole))
                .toList();

        assertThatThrownBy(() -> answer(pages.get(7)))
                .isInstanceOf(WandbUnavailableException.class)
                .hasMessageContaining("maxConcurrentRequests");
        assertThat(answer(pages.get(0)).rows()).hasSize(1000);
        assertThat(answers.widths).containsOnly(1000L);
    }
}
