// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that the simulator does not answer with. */
class OddHistoriesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunPath RUN = new RunPath("team", "vision", "r1");

    /** Which steps a server answers with. */
    private interface Server {
        List<Long> steps(long minStep, long maxStep, int samples);
    }

    private static final class Answers implements ResponseDefinitionTransformerV2 {

        private volatile Server server = (minStep, maxStep, samples) -> List.of();
        private volatile long lastStep = LAST_STEP;
        private volatile String summary = "{}";
        private volatile int mostSamples = Integer.MAX_VALUE;

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            try {
                JsonNode variables =
                        JSON.readTree(event.getRequest().getBodyAsString()).path("variables");
                ObjectNode answer = JSON.createObjectNode();
                if (variables.path("samples").asInt() > mostSamples
                        || variables.path("samples_0").asInt() > mostSamples) {
                    answer.putArray("errors").addObject().put("message", "too many samples");
                    return WireMock.jsonResponse(answer.toString(), 400).build();
                }
                ObjectNode project = answer.putObject("data").putObject("project");
                project.set("run", run(variables, ""));
                for (int i = 0; variables.has("run_" + i); i++) {
                    project.set("run_" + i, run(variables, "_" + i));
                }
                return WireMock.okJson(answer.toString()).build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private ObjectNode run(JsonNode variables, String suffix) {
            ObjectNode run = JSON.createObjectNode();
            ArrayNode history = run.putArray("history");
            server.steps(
                            variables.path("minStep" + suffix).asLong(),
                            variables.path("maxStep" + suffix).asLong(),
                            variables.path("samples" + suffix).asInt())
                    .forEach(step -> history.add("{\"_step\":" + step + ",\"loss\":0.5}"));
            run.putObject("historyKeys").put("lastStep", lastStep);
            run.put("summaryMetrics", summary);
            return run;
        }

        @Override
        public String getName() {
            return "history";
        }
    }

    private static final long LAST_STEP = 2499;
    private static final Answers ANSWERS = new Answers();

    @RegisterExtension
    static final WireMockExtension wiremock = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().extensions(ANSWERS))
            .build();

    @RegisterExtension
    final Clients clients = new Clients();

    @BeforeEach
    void shortHistory() {
        ANSWERS.lastStep = LAST_STEP;
        ANSWERS.summary = "{}";
        ANSWERS.mostSamples = Integer.MAX_VALUE;
    }

    private List<Long> scannedOf(Server server) {
        ANSWERS.server = server;
        wiremock.stubFor(WireMock.post(WireMock.anyUrl()).willReturn(WireMock.ok()));
        HistoryScan scan = clients.builder(wiremock.baseUrl(), Clients.KEY)
                .build()
                .history()
                .scan(RUN, ScanRange.whole(0, OptionalLong.empty(), new RowForm(NonFinite.STRING, Selection.all())));
        List<Long> steps = new ArrayList<>();
        Optional<HistoryPage> page = answer(scan.next());
        while (page.isPresent()) {
            page.get().rows().stream().map(HistoryRow::step).forEach(steps::add);
            page = answer(scan.next());
        }
        return steps;
    }

    private static List<Long> steps(long from, long to) {
        return LongStream.range(from, Math.min(to, LAST_STEP + 1)).boxed().toList();
    }

    @Test
    void aServerThatTakesMaxStepForTheLastOneDeliversNoRowTwice() {
        assertThat(scannedOf((minStep, maxStep, samples) -> steps(minStep, maxStep + 1)))
                .isEqualTo(steps(0, LAST_STEP + 1));
    }

    @Test
    void anAnswerOfAsManyRowsAsWereAskedForMayBeASampleAndIsReadAgainInParts() {
        List<Long> threeTimesEach = steps(0, LAST_STEP + 1).stream()
                .flatMap(step -> Collections.nCopies(3, step).stream())
                .toList();

        List<Long> scanned = scannedOf((minStep, maxStep, samples) -> {
            List<Long> all = threeTimesEach.stream()
                    .filter(step -> step >= minStep && step < maxStep)
                    .toList();
            // as many as asked for, from all over the window
            return all.size() <= samples
                    ? all
                    : LongStream.range(0, samples)
                            .mapToObj(i -> all.get((int) (i * all.size() / samples)))
                            .toList();
        });

        assertThat(scanned).isEqualTo(threeTimesEach);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"loss\":", "[1]", "null"})
    void aSummaryThatIsNoneKeepsNoHistoryFromBeingRead(String summary) {
        ANSWERS.summary = summary;

        assertThat(scannedOf((minStep, maxStep, samples) -> steps(minStep, maxStep)))
                .isEqualTo(steps(0, LAST_STEP + 1));
    }

    @Test
    void rowsThatComeOutOfOrderAreDeliveredInOrder() {
        List<Long> scanned = scannedOf((minStep, maxStep, samples) -> {
            List<Long> reversed = new ArrayList<>(steps(minStep, maxStep));
            Collections.reverse(reversed);
            return reversed;
        });

        assertThat(scanned).isEqualTo(steps(0, LAST_STEP + 1));
    }

    @Test
    void aServerThatDoesNotKnowOfWindowsIsRefused() {
        assertThatThrownBy(() -> scannedOf((minStep, maxStep, samples) -> steps(0, 500)))
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("run team/vision/r1")
                .hasMessageContaining("cannot be relied on to be whole");
    }

    @Test
    void aFarRowIsReachedInTenRequestsWhereNothingSaysHowManyRowsThereAre() {
        ANSWERS.lastStep = 3_000_000;

        List<Long> scanned = scannedOf((minStep, maxStep, samples) -> Stream.of(0L, 3_000_000L)
                .filter(step -> step >= minStep && step < maxStep)
                .toList());

        assertThat(scanned).containsExactly(0L, 3_000_000L);
        assertThat(wiremock.getAllServeEvents()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void aServerThatTakesMaxStepForTheLastOneMayAnswerOutOfOrderToo() {
        List<Long> scanned = scannedOf((minStep, maxStep, samples) -> {
            List<Long> reversed = new ArrayList<>(steps(minStep, maxStep + 1));
            Collections.reverse(reversed);
            return reversed;
        });

        assertThat(scanned).isEqualTo(steps(0, LAST_STEP + 1));
    }

    @Test
    void sparseRowsAreReadFromAServerThatTakesNoMoreThanTenThousandSamples() {
        ANSWERS.lastStep = 3_000_000;
        ANSWERS.mostSamples = 10_000;

        List<Long> scanned = scannedOf((minStep, maxStep, samples) -> Stream.of(0L, 5L, 3_000_000L)
                .filter(step -> step >= minStep && step < maxStep)
                .toList());

        assertThat(scanned).containsExactly(0L, 5L, 3_000_000L);
    }

    @Test
    void moreRowsThanAServerGivesSamplesAreReadInParts() {
        ANSWERS.lastStep = 60_000;
        ANSWERS.mostSamples = 10_000;
        List<Long> all = Stream.concat(
                        Stream.of(0L), LongStream.rangeClosed(30_000, 60_000).boxed())
                .toList();

        List<Long> scanned = scannedOf((minStep, maxStep, samples) -> {
            List<Long> there = all.stream()
                    .filter(step -> step >= minStep && step < maxStep)
                    .toList();
            return there.size() <= samples ? there : there.subList(there.size() - samples, there.size());
        });

        assertThat(scanned).isEqualTo(all);
    }

    @Test
    void aServerThatTakesNoMoreThanTenThousandSamplesIsAskedForSingleSteps() {
        ANSWERS.mostSamples = 10_000;
        ANSWERS.server = (minStep, maxStep, samples) -> steps(minStep, maxStep);
        wiremock.stubFor(WireMock.post(WireMock.anyUrl()).willReturn(WireMock.ok()));
        History history =
                clients.builder(wiremock.baseUrl(), Clients.KEY).build().history();

        assertThat(answer(history.rowsAt(RUN, List.of(7L))).rows()).containsOnlyKeys(7L);
    }

    @Test
    void aServerThatRefusesSamplesIsNotAskedForThatManyAgain() {
        ANSWERS.lastStep = 3_000_000;
        ANSWERS.mostSamples = 10_000;
        ANSWERS.server = (minStep, maxStep, samples) -> List.of();
        wiremock.stubFor(WireMock.post(WireMock.anyUrl()).willReturn(WireMock.ok()));
        History history =
                clients.builder(wiremock.baseUrl(), Clients.KEY).build().history();
        RowForm form = new RowForm(NonFinite.STRING, Selection.all());
        answer(history.page(RUN, new Window(0, 100_000), form));
        wiremock.resetRequests();

        answer(history.page(RUN, new Window(0, 100_000), form));

        assertThat(wiremock.getAllServeEvents()).hasSize(1);
    }
}
