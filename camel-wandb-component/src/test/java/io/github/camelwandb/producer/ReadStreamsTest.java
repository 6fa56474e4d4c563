// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.SystemBatch;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** What a run writes besides its history. */
class ReadStreamsTest extends OperatingTestSupport {

    @Test
    void getSystemMetricsAnswersTheRowsByTime() {
        SimulatedRun run = wandb.run("team/vision/r1");
        run.systemMetrics(Map.of("system.cpu", 1)).systemMetrics(Map.of("system.cpu", 2));

        Exchange exchange = answer("wandb:team/vision/r1?operation=getSystemMetrics", null, Map.of());

        assertThat(exchange.getMessage().getBody(SystemBatch.class))
                .extracting(row -> row.get("system.cpu"))
                .containsExactly(1L, 2L);
        assertThat(exchange.getMessage().getHeader(WandbConstants.SAMPLED)).isEqualTo(false);
        assertThat(exchange.getMessage().getBody(String.class).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"system.cpu\":"));
    }

    @Test
    void aSampleOfSystemMetricsSaysSo() {
        SimulatedRun run = wandb.run("team/vision/r1");
        IntStream.range(0, 20).forEach(i -> run.systemMetrics(Map.of("system.cpu", i)));

        Exchange exchange = answer("wandb:team/vision/r1?operation=getSystemMetrics&samples=5", null, Map.of());

        assertThat(exchange.getMessage().getBody(SystemBatch.class)).hasSize(5);
        assertThat(exchange.getMessage().getHeader(WandbConstants.SAMPLED)).isEqualTo(true);
    }

    @Test
    void getLogsAnswersEveryLineAndReadsPagesAsItGoes() {
        console(2500);

        Iterator<?> lines = answer("wandb:team/vision/r1?operation=getLogs", Iterator.class);

        assertThat(requests("RunLogPage")).isEqualTo(1);
        List<LogLine> all = take(lines, 10_000, LogLine.class);
        assertThat(all).hasSize(2500);
        assertThat(all.get(2499).number()).isEqualTo(2499);
        assertThat(all.get(2499).text()).isEqualTo("line 2499");
        assertThat(all.get(2499).timestamp()).isNotNull();
        assertThat(requests("RunLogPage")).isGreaterThan(2);
    }

    @Test
    void aPageThatIsCutShortIsNotTheEnd() {
        String half = "x".repeat(600_000);
        wandb.run("team/vision/r1").console(half, half, half);

        assertThat(logs("wandb:team/vision/r1?operation=getLogs"))
                .extracting(LogLine::number)
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void lastLinesAnswersTheEndOfTheConsole() {
        console(50);

        assertThat(logs("wandb:team/vision/r1?operation=getLogs&lastLines=2"))
                .extracting(LogLine::text)
                .containsExactly("line 48", "line 49");
    }

    @Test
    void aLineTellsItsLevel() {
        wandb.run("team/vision/r1").console("fine").stderr("Traceback");

        assertThat(logs("wandb:team/vision/r1?operation=getLogs"))
                .extracting(LogLine::level)
                .containsExactly("", "error");
    }

    @Test
    void theLinesOfASplitAreTextsWhereTextIsWanted() throws Exception {
        console(2);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:team/vision/r1?operation=getLogs")
                        .split(body())
                        .streaming()
                        .convertBodyTo(String.class)
                        .to("mock:line");
            }
        });
        getMockEndpoint("mock:line").expectedBodiesReceived("line 0", "line 1");

        template.sendBody("direct:start", null);

        getMockEndpoint("mock:line").assertIsSatisfied();
    }

    @Test
    void aServerWithoutPagesGivesTheEndOfTheConsole() {
        console(3);
        wandb.simulator()
                .faults()
                .add(Fault.status(400, "{\"errors\":[{\"message\":\"Unknown argument useImprovedPagination\"}]}")
                        .on("RunLogPage"));

        assertThat(logs("wandb:team/vision/r1?operation=getLogs")).hasSize(3);
    }

    @Test
    void aPageThatIsRefusedForAnotherReasonIsNotTakenForThatOfAServerWithoutPages() {
        console(3);
        wandb.simulator()
                .faults()
                .add(Fault.errors("simulated: too many connections").on("RunLogPage"));

        assertThat(send("wandb:team/vision/r1?operation=getLogs", null, Map.of())
                        .getException())
                .hasMessageContaining("too many connections");
    }

    @Test
    void whatAProxyAnswersInPlaceOfAPageIsNotTakenForAServerWithoutPages() {
        console(3);
        wandb.simulator().faults().add(Fault.status(200, "<html>a proxy</html>").on("RunLogPage"));

        assertThat(send("wandb:team/vision/r1?operation=getLogs", null, Map.of())
                        .getException())
                .hasMessageContaining("proxies on the way");
    }

    @Test
    void aRunWithoutAnyIsEmpty() {
        wandb.run("team/vision/r1");

        assertThat(logs("wandb:team/vision/r1?operation=getLogs")).isEmpty();
        assertThat(answer("wandb:team/vision/r1?operation=getSystemMetrics", SystemBatch.class))
                .isEmpty();
    }

    @Test
    void anUnknownRunIsNotFound() {
        wandb.run("team/vision/r1");

        for (String operation : List.of("getSystemMetrics", "getLogs", "getLogs&lastLines=3", "waitForRun")) {
            refusal("wandb:team/vision/nope?operation=" + operation, null, Map.of())
                    .hasMessageContaining("team/vision/nope")
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
    }

    @Test
    void aMessageThatNamesNoRunIsRefused() {
        wandb.run("team/vision/r1");

        for (String operation : List.of("getSystemMetrics", "getLogs", "waitForRun")) {
            refusal("wandb:team/vision?operation=" + operation, null, Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbOverrideRunId");
        }
    }

    private void console(int lines) {
        wandb.run("team/vision/r1")
                .console(IntStream.range(0, lines).mapToObj(i -> "line " + i).toArray(String[]::new));
    }

    private List<LogLine> logs(String uri) {
        return take(answer(uri, Iterator.class), 10_000, LogLine.class);
    }
}
