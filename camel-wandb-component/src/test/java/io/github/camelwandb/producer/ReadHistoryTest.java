// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class ReadHistoryTest extends OperatingTestSupport {

    @Test
    void getHistoryOfAShortRunAnswersEveryRow() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);

        Exchange exchange = answer("wandb:team/vision/r1?operation=getHistory", null, Map.of());

        HistoryBatch batch = exchange.getMessage().getBody(HistoryBatch.class);
        assertThat(steps(batch)).isEqualTo(range(0, 20));
        assertThat(batch).extracting(row -> row.get("loss")).isEqualTo(values(run, "loss"));
        assertThat(exchange.getMessage().getHeader(WandbConstants.SAMPLED)).isEqualTo(false);
    }

    @Test
    void getHistoryOfALongRunAnswersASampleAndSaysSo() {
        wandb.run("team/vision/r1").logs(0, 200);

        Exchange exchange = answer("wandb:team/vision/r1?operation=getHistory&samples=50", null, Map.of());

        List<Long> steps = steps(exchange.getMessage().getBody(HistoryBatch.class));
        assertThat(steps).hasSizeLessThanOrEqualTo(50).isSorted().doesNotHaveDuplicates();
        assertThat(exchange.getMessage().getHeader(WandbConstants.SAMPLED)).isEqualTo(true);
    }

    @Test
    void getHistoryAnswersRowsWithAnyOfTheKeys() {
        alternating(10);

        Exchange exchange = answer("wandb:team/vision/r1?operation=getHistory&keys=even,odd", null, Map.of());

        HistoryBatch batch = exchange.getMessage().getBody(HistoryBatch.class);
        assertThat(steps(batch)).isEqualTo(range(0, 10));
        assertThat(batch).allSatisfy(row -> assertThat(row).doesNotContainKey("both"));
        assertThat(exchange.getMessage().getHeader(WandbConstants.SAMPLED)).isEqualTo(false);
    }

    /** Each metric is sampled by itself with {@code any}: where rows are few, samples of two metrics have hardly a step in common. */
    @Test
    void getHistoryWithAllKeysSamplesRowsThatHaveThemAll() {
        alternating(400);

        HistoryBatch batch = answer(
                "wandb:team/vision/r1?operation=getHistory&samples=20&keysMode=all&keys=both,odd", HistoryBatch.class);

        assertThat(batch).hasSizeBetween(10, 20);
        assertThat(batch).allSatisfy(row -> assertThat(row).containsKeys("both", "odd"));
    }

    @Test
    void scanHistoryAnswersEveryRowInOrder() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 2500);

        List<HistoryRow> rows = scan("wandb:team/vision/r1?operation=scanHistory", 10_000);

        assertThat(steps(rows)).isEqualTo(range(0, 2500));
        assertThat(rows).extracting(row -> row.get("acc")).isEqualTo(values(run, "acc"));
    }

    @Test
    void scanHistoryReadsPagesAsItIsConsumed() {
        wandb.run("team/vision/r1").logs(0, 5000);

        Iterator<?> rows = answer("wandb:team/vision/r1?operation=scanHistory", Iterator.class);

        assertThat(requests("RunHistory")).isEqualTo(1);
        assertThat(take(rows, 500, HistoryRow.class)).hasSize(500);
        assertThat(requests("RunHistory")).isEqualTo(1);
        assertThat(take(rows, 10_000, HistoryRow.class)).hasSize(4500);
        assertThat(requests("RunHistory")).isGreaterThan(2);
    }

    @Test
    void scanHistoryStreamsThroughASplit() throws Exception {
        wandb.run("team/vision/r1").logs(0, 1500);
        splitting("wandb:team/vision/r1?operation=scanHistory");
        getMockEndpoint("mock:row").expectedMessageCount(1500);

        template.sendBody("direct:start", null);

        getMockEndpoint("mock:row").assertIsSatisfied();
    }

    @Test
    void scanHistoryKeepsWithinItsSteps() {
        wandb.run("team/vision/r1").logs(0, 100);

        assertThat(steps(scan("wandb:team/vision/r1?operation=scanHistory&minStep=10&maxStep=13", 1000)))
                .containsExactly(10L, 11L, 12L);
        assertThat(steps(scan("wandb:team/vision/r1?operation=scanHistory&minStep=98", 1000)))
                .containsExactly(98L, 99L);
        assertThat(scan("wandb:team/vision/r1?operation=scanHistory&minStep=100", 1000))
                .isEmpty();
    }

    @Test
    void scanHistoryKeepsTheKeysThatAreWanted() {
        alternating(6);

        List<HistoryRow> rows = scan("wandb:team/vision/r1?operation=scanHistory&keys=odd", 1000);

        assertThat(steps(rows)).containsExactly(1L, 3L, 5L);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(row.keySet()).containsExactlyInAnyOrder("_runtime", "_step", "_timestamp", "odd"));
    }

    @Test
    void aRunWithoutRowsIsEmpty() {
        wandb.run("team/vision/r1");

        assertThat(scan("wandb:team/vision/r1?operation=scanHistory", 10)).isEmpty();
        assertThat(answer("wandb:team/vision/r1?operation=getHistory", HistoryBatch.class))
                .isEmpty();
    }

    @Test
    void anUnknownRunIsNotFoundBeforeAnyRowIsAskedOfTheIterator() {
        wandb.run("team/vision/r1");

        for (String operation : List.of("scanHistory", "getHistory", "getHistory&keys=loss")) {
            refusal("wandb:team/vision/nope?operation=" + operation, null, Map.of())
                    .hasMessageContaining("team/vision/nope")
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
    }

    @Test
    void aPageThatFailsInASplitReachesTheRoutesErrorHandler() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3000);
        wandb.simulator().faults().add(Fault.connectionReset().on("RunHistory").after(1));
        splitting("wandb:team/vision/r1?operation=scanHistory");
        getMockEndpoint("mock:row").expectedMinimumMessageCount(1);
        getMockEndpoint("mock:failed").expectedMessageCount(1);

        template.sendBody("direct:start", null);

        getMockEndpoint("mock:row").assertIsSatisfied();
        getMockEndpoint("mock:failed").assertIsSatisfied();
        assertThat(getMockEndpoint("mock:row").getReceivedCounter()).isLessThan(3000);
    }

    private void splitting(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(WandbUnavailableException.class).handled(true).to("mock:failed");
                from("direct:start").to(uri).split().body().streaming().to("mock:row");
            }
        });
    }

    private List<HistoryRow> scan(String uri, int count) {
        return take(answer(uri, Iterator.class), count, HistoryRow.class);
    }

    /** Rows with {@code both}, and with {@code even} or {@code odd}. */
    private void alternating(int rows) {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (int step = 0; step < rows; step++) {
            run.log(step, Map.of("both", 1, step % 2 == 0 ? "even" : "odd", step));
        }
    }

    private static List<Long> steps(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::step).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Object> values(SimulatedRun run, String metric) {
        return run.rows().stream()
                .map(row -> row.get(metric))
                .map(ReadHistoryTest::canonical)
                .toList();
    }

    private static Object canonical(Object value) {
        double number = ((Number) value).doubleValue();
        return number == Math.rint(number) ? (Object) (long) number : (Object) number;
    }
}
