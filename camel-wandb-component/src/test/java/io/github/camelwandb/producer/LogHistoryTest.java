// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogHistoryTest extends OperatingTestSupport {

    private static final String LOG = "wandb:team/vision/r1?operation=logHistory";

    private static List<Object> values(SimulatedRun run, String key) {
        return run.rows().stream().<Object>map(row -> row.get(key)).toList();
    }

    private static List<Long> steps(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Long> stepsOf(SimulatedRun run) {
        return run.rows().stream()
                .map(row -> ((Number) row.get("_step")).longValue())
                .toList();
    }

    @Test
    void rowsGoBehindThoseOfAFinishedRunWhichStaysFinished() {
        SimulatedRun run = wandb.run("team/vision/r1")
                .config(Map.of("lr", 0.1))
                .log(0, Map.of("loss", 0.5))
                .log(7, Map.of("loss", 0.4, "acc", 0.9))
                .finished();

        Exchange answer = answer(LOG, List.of(Map.of("loss", 0.3), Map.of("loss", 0.2)), Map.of());

        assertThat(stepsOf(run)).containsExactly(0L, 7L, 8L, 9L);
        assertThat(values(run, "loss")).containsExactly(0.5, 0.4, 0.3, 0.2);
        assertThat(run.rows().get(3)).containsKeys("_timestamp", "_runtime");
        assertThat(run.summary()).containsEntry("loss", 0.2).containsEntry("acc", 0.9);
        assertThat(run.config()).containsKey("lr");
        assertThat(run.state()).isEqualTo("finished");
        assertThat(answer.getMessage().getHeaders())
                .containsEntry(WandbConstants.STEP, 8L)
                .containsEntry(WandbConstants.ROW_COUNT, 2)
                .doesNotContainKey(WandbConstants.CONFLICT);
    }

    @Test
    void aFailedRunStaysFailed() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3).failed();

        answer(LOG, Map.of("loss", 1), Map.of());

        assertThat(stepsOf(run)).isEqualTo(steps(0, 4));
        assertThat(run.state()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"loss\":1}\n{\"loss\":2}\n", "[{\"loss\":1},{\"loss\":2}]", " {\"loss\":1} {\"loss\":2}"})
    void textIsReadAsJsonOrJsonLines(String json) {
        SimulatedRun run = wandb.run("team/vision/r1").finished();

        answer(LOG, json, Map.of());
        answer(LOG, json.getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(values(run, "loss")).hasSize(4).extracting(Object::toString).containsExactly("1", "2", "1", "2");
    }

    @Test
    void rowsOfAnotherRunKeepTheirStepsAndTimesAndNotTheirOrigin() {
        SimulatedRun run = wandb.run("team/vision/r1").finished();
        HistoryRow row = HistoryRow.of(
                Map.of("_step", 40, "_timestamp", 1700000000.5, "loss", 0.1, "_runId", "other", "_rowKey", "k"),
                NonFinite.STRING);

        answer(LOG, row, Map.of());

        assertThat(stepsOf(run)).containsExactly(40L);
        assertThat(run.rows().get(0)).containsEntry("_timestamp", 1700000000.5).doesNotContainKeys("_runId", "_rowKey");
    }

    @Test
    void valuesArriveAsTheyAre() {
        SimulatedRun run = wandb.run("team/vision/r1").finished();

        answer(
                LOG,
                Map.of(
                        "nan",
                        Double.NaN,
                        "inf",
                        Double.NEGATIVE_INFINITY,
                        "big",
                        new BigInteger("9007199254740993"),
                        "nested",
                        Map.of("a", Map.of("b", 1)),
                        "list",
                        List.of(1, "x", true),
                        "text",
                        "ü\n\"",
                        "key with spaces/and slashes",
                        1),
                Map.of());

        Map<String, Object> row = run.rows().get(0);
        assertThat(row)
                .containsEntry("nan", "NaN")
                .containsEntry("inf", "-Infinity")
                .containsEntry("nested", Map.of("a", Map.of("b", 1)))
                .containsEntry("list", List.of(1, "x", true))
                .containsEntry("text", "ü\n\"")
                .containsKey("key with spaces/and slashes");
        assertThat(row.get("big").toString()).isEqualTo("9007199254740993");
    }

    @Test
    void manyRowsGoInAsFewRequestsAsTheServerTakes() {
        SimulatedRun run = wandb.run("team/vision/r1").finished();
        String long1 = "x".repeat(1_500_000);

        answer(LOG, IntStream.range(0, 12_000).mapToObj(i -> Map.of("i", i)).toList(), Map.of());
        assertThat(requests("file_stream")).isEqualTo(3);
        answer(LOG, IntStream.range(0, 4).mapToObj(i -> Map.of("text", long1)).toList(), Map.of());
        assertThat(requests("file_stream")).isEqualTo(5);

        assertThat(stepsOf(run)).isEqualTo(steps(0, 12_004));
    }

    // several writers

    @Test
    void whatManyRoutesLogAtOnceIsAllThereOnce() throws Exception {
        wandb.run("team/vision/r1").finished();
        List<CompletableFuture<Object>> sent = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            sent.add(template.asyncRequestBody(LOG + (i % 2 == 0 ? "" : "&samples=7"), Map.of("i", i)));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();

        SimulatedRun run = wandb.run("team/vision/r1");
        assertThat(stepsOf(run)).isEqualTo(steps(0, 40));
        assertThat(values(run, "i")).doesNotHaveDuplicates();
    }

    @Test
    void aRunThatSomebodyElseWritesToIsLeftAlone() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3).running();

        refusal(LOG, Map.of("loss", 1), Map.of())
                .isInstanceOf(WandbRouteException.class)
                .cause()
                .isInstanceOf(WandbConflictException.class)
                .hasMessageContaining("Somebody else writes to run team/vision/r1");

        assertThat(stepsOf(run)).isEqualTo(steps(0, 3));
    }

    @Test
    void aWriterThatAppearsBetweenTwoOfOursIsTold() {
        wandb.simulator().project("team/vision");
        answer("wandb:team/vision/r9?operation=createRun", null, Map.of());
        SimulatedRun run = wandb.run("team/vision/r9");
        String log = "wandb:team/vision/r9?operation=logHistory";
        answer(log, Map.of("loss", 1), Map.of());
        run.log(1, Map.of("loss", 99));

        Exchange answer = answer(log, Map.of("loss", 2), Map.of());

        assertThat(answer.getMessage().getHeader(WandbConstants.CONFLICT)).isEqualTo(true);
        assertThat(values(run, "loss").stream().map(Object::toString)).containsExactly("1", "99", "2");
    }

    @Test
    void nothingIsOverwrittenWhereTheServerShowsLateWhatItHasTaken() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2).finished();
        answer(LOG, Map.of("loss", 1), Map.of());
        run.countsLines(2);

        answer(LOG, Map.of("loss", 2), Map.of());

        assertThat(stepsOf(run)).isEqualTo(steps(0, 4));
        assertThat(values(run, "loss").subList(2, 4))
                .extracting(Object::toString)
                .containsExactly("1", "2");
    }

    // faults

    @Test
    void aPostThatIsCutOffAfterTheServerTookItIsNotLoggedTwiceWhenTheRouteRedelivers() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2).finished();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(10));
                from("direct:log").to(LOG);
            }
        });
        wandb.simulator().faults().add(Fault.truncatedBody().on("file_stream").times(1));

        template.sendBody("direct:log", List.of(Map.of("loss", 1), Map.of("loss", 2)));

        assertThat(stepsOf(run)).isEqualTo(steps(0, 4));
    }

    @Test
    void rowsThatTheServerTookAreLoggedAlthoughItCannotBeLookedAtAfterwards() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2).finished();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(10));
                from("direct:log").to(LOG);
            }
        });
        wandb.simulator()
                .faults()
                .add(Fault.status(503).on("RunStatus").after(1).times(1));

        template.sendBody("direct:log", Map.of("loss", 1));

        assertThat(stepsOf(run)).isEqualTo(steps(0, 3));
    }

    @Test
    void whatMayHaveArrivedIsFinishedBeforeOthersAreLogged() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2).finished();
        wandb.simulator().faults().add(Fault.status(503).on("file_stream").times(1));

        refusal(LOG, Map.of("loss", 1), Map.of()).isNotNull();
        answer(LOG, Map.of("loss", 2), Map.of());

        assertThat(stepsOf(run)).isEqualTo(steps(0, 4));
        assertThat(values(run, "loss").subList(2, 4))
                .extracting(Object::toString)
                .containsExactly("1", "2");
    }

    @Test
    void aPostThatTheServerRefusesIsForgotten() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2).finished();
        wandb.simulator().faults().add(Fault.status(403).on("file_stream").times(1));

        refusal(LOG, Map.of("loss", 1), Map.of()).isNotNull();
        answer(LOG, Map.of("loss", 2), Map.of());

        assertThat(values(run, "loss").subList(2, 3))
                .extracting(Object::toString)
                .containsExactly("2");
    }

    // bad input

    @Test
    void aStepThatIsBelowTheEndIsRefusedAndNothingIsWritten() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5).finished();

        refusal(LOG, List.of(Map.of("_step", 9, "loss", 1), Map.of("_step", 3, "loss", 1)), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Row 1", "_step=3", "goes on at 10");

        assertThat(stepsOf(run)).isEqualTo(steps(0, 5));
    }

    @Test
    void aStepBehindWhichThereCannotBeAnotherIsRefusedAndNothingIsWritten() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2).finished();

        refusal(LOG, List.of(Map.of("loss", 1), Map.of("_step", Long.MAX_VALUE)), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Row 1", "_step=" + Long.MAX_VALUE, "give it a lower one");

        assertThat(stepsOf(run)).isEqualTo(steps(0, 2));
        assertThat(requests("file_stream")).isZero();
    }

    @Test
    void aTimeThatIsNoNumberIsRefusedAndNothingIsWritten() {
        SimulatedRun run = wandb.run("team/vision/r1").finished();

        refusal(LOG, List.of(Map.of("loss", 1), Map.of("_timestamp", "2026-01-31")), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Row 1", "_timestamp=\"2026-01-31\"", "seconds since 1970");

        assertThat(run.rows()).isEmpty();
    }

    @Test
    void aRowIsAsLargeAsItsBytesAre() {
        SimulatedRun run = wandb.run("team/vision/r1").finished();

        refusal(LOG, Map.of("text", "ü".repeat(6_000_000)), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("Row 0 has 12000\\d{3} bytes as JSON, and W&B takes at most 10383360: .*");
        assertThat(requests("file_stream")).isZero();
        answer(LOG, Map.of("text", "ü".repeat(5_000_000)), Map.of());
        assertThat(run.rows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{\"loss\":", "[1,2]", "7", "\"text\"", "[]"})
    void aBodyThatIsNoRowIsRefused(String body) {
        wandb.run("team/vision/r1").finished();

        refusal(LOG, body, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The body is");
        assertThat(requests("file_stream")).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelwandb.producer.OddValues#withoutForm")
    void aValueThatJsonHasNoFormForIsNamedAndNothingIsWritten(Object value) {
        wandb.run("team/vision/r1").finished();

        refusal(LOG, List.of(Map.of("loss", 1), Map.of("loss", value)), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'loss'", "row 1", value.getClass().getName());
        assertThat(requests("file_stream")).isZero();
    }

    @Test
    void aRunThatIsNotThereIsNotMade() {
        wandb.simulator().project("team/vision");

        refusal(LOG, Map.of("loss", 1), Map.of())
                .cause()
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("team/vision/r1");
        assertThat(wandb.simulator().runs("team/vision")).isEmpty();
    }
}
