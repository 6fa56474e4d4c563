// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadRunsTest extends OperatingTestSupport {

    @Test
    void getRunAnswersTheRunWithConfigAndSummary() {
        wandb.run("team/vision/r1")
                .displayName("first")
                .tags("a", "b")
                .config(Map.of("lr", 0.1))
                .log(0, Map.of("loss", 0.5))
                .finished();

        Run run = answer("wandb:team/vision/r1?operation=getRun", Run.class);

        assertThat(run.path()).hasToString("team/vision/r1");
        assertThat(run.displayName()).isEqualTo("first");
        assertThat(run.tags()).containsExactly("a", "b");
        assertThat(run.state().value()).isEqualTo("finished");
        assertThat(run.config()).containsEntry("lr", 0.1);
        assertThat(run.summary()).containsEntry("loss", 0.5);
    }

    @Test
    void theHeadersOfTheMessageStay() {
        wandb.run("team/vision/r1");

        Exchange exchange = answer("wandb:team/vision/r1?operation=getRun", "body", Map.of("mine", 1));

        assertThat(exchange.getMessage().getHeader("mine")).isEqualTo(1);
    }

    @Test
    void anUnknownRunIsNotFoundAndItsPathIsNamed() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision/nope?operation=getRun", null, Map.of())
                .isInstanceOf(WandbRouteException.class)
                .hasMessageContaining("team/vision/nope")
                .cause()
                .isInstanceOf(WandbNotFoundException.class)
                .extracting(failure -> ((WandbException) failure).path())
                .isEqualTo("team/vision/nope");
    }

    @Test
    void anUnknownProjectIsNotFound() {
        for (String operation : List.of("queryRuns", "countRuns")) {
            refusal("wandb:team/nowhere?operation=" + operation, null, Map.of())
                    .hasMessageContaining("team/nowhere")
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
    }

    @Test
    void queryRunsFetchesTheNextPageWhileTheSecondHalfOfOneIsRead() throws Exception {
        runs(35);

        reading("wandb:team/vision?operation=queryRuns&pageSize=10", runs -> {
            assertThat(ids(runs, 3)).hasSize(3);
            assertThat(requests("runs")).isEqualTo(1);
            assertThat(ids(runs, 3)).hasSize(3);
            await().untilAsserted(() -> assertThat(requests("runs")).isEqualTo(2));
            assertThat(ids(runs, 7)).hasSize(7);
            assertThat(requests("runs")).isEqualTo(2);
            assertThat(ids(runs, 3)).endsWith("r15");
            await().untilAsserted(() -> assertThat(requests("runs")).isEqualTo(3));
            assertThat(ids(runs, 1000)).hasSize(19).endsWith("r34");
            assertThat(requests("runs")).isEqualTo(4);
        });
    }

    @Test
    void aPageThatIsUnderWayWhenTheExchangeEndsIsNotWaitedFor() throws Exception {
        runs(35);
        wandb.simulator()
                .faults()
                .add(Fault.latency(Duration.ofMinutes(1)).on("runs").after(1).times(1));
        AtomicReference<Iterator<?>> left = new AtomicReference<>();

        reading("wandb:team/vision?operation=queryRuns&pageSize=10", runs -> {
            ids(runs, 6);
            await().untilAsserted(() -> assertThat(requests("runs")).isEqualTo(2));
            left.set(runs);
        });

        assertThat(ids(left.get(), 1000)).hasSize(29).endsWith("r34");
        assertThat(requests("runs")).isEqualTo(5);
    }

    /** While the exchange is under way. */
    private void reading(String uri, Consumer<Iterator<?>> reader) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:reading")
                        .to(uri)
                        .process(exchange -> reader.accept(exchange.getMessage().getBody(Iterator.class)));
            }
        });
        assertThat(template.send("direct:reading", exchange -> {}).getException())
                .isNull();
    }

    @Test
    void afterTheExchangeQueryRunsAsksForAPageWhenItGetsThere() {
        runs(35);

        Iterator<?> runs = answer("wandb:team/vision?operation=queryRuns&pageSize=10", Iterator.class);

        assertThat(requests("runs")).isEqualTo(1);
        assertThat(ids(runs, 10)).hasSize(10);
        assertThat(requests("runs")).isEqualTo(1);
        assertThat(ids(runs, 1)).containsExactly("r10");
        assertThat(requests("runs")).isEqualTo(2);
        assertThat(ids(runs, 1000)).hasSize(24).endsWith("r34");
        assertThat(requests("runs")).isEqualTo(4);
        assertThat(runs.hasNext()).isFalse();
    }

    @Test
    void queryRunsStreamsThroughASplit() throws Exception {
        runs(25);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:team/vision?operation=queryRuns&pageSize=10")
                        .split(body())
                        .streaming()
                        .to("mock:run");
            }
        });
        getMockEndpoint("mock:run").expectedMessageCount(25);

        template.sendBody("direct:start", null);

        getMockEndpoint("mock:run").assertIsSatisfied();
        assertThat(getMockEndpoint("mock:run").getExchanges())
                .extracting(exchange ->
                        exchange.getMessage().getBody(Run.class).path().runId())
                .startsWith("r00", "r01")
                .endsWith("r24");
    }

    @Test
    void aPageThatFailsInASplitReachesTheRoutesErrorHandler() throws Exception {
        runs(25);
        wandb.simulator().faults().add(Fault.status(503).on("runs").after(1));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(WandbUnavailableException.class).handled(true).to("mock:failed");
                from("direct:start")
                        .to("wandb:team/vision?operation=queryRuns&pageSize=10")
                        .split(body())
                        .streaming()
                        .to("mock:run");
            }
        });
        getMockEndpoint("mock:run").expectedMessageCount(10);
        getMockEndpoint("mock:failed").expectedMessageCount(1);

        template.sendBody("direct:start", null);

        getMockEndpoint("mock:run").assertIsSatisfied();
        getMockEndpoint("mock:failed").assertIsSatisfied();
        assertThat(getMockEndpoint("mock:failed")
                        .getExchanges()
                        .get(0)
                        .getProperty(Exchange.EXCEPTION_CAUGHT, WandbRouteException.class)
                        .getHttpResponseCode())
                .isEqualTo(503);
    }

    @Test
    void filterShorthandsAndOrderSelectRuns() {
        wandb.run("team/vision/r1").group("g").log(0, Map.of("loss", 0.3));
        wandb.run("team/vision/r2").group("g").log(0, Map.of("loss", 0.1));
        wandb.run("team/vision/r3").group("h").log(0, Map.of("loss", 0.2));
        wandb.run("team/vision/r4").group("g").log(0, Map.of("loss", 0.9));

        assertThat(query("filter=RAW({\"summary_metrics.loss\":{\"$lt\":0.5}})&group=g", Map.of()))
                .containsExactly("r1", "r2");
        assertThat(query("order=-summary_metrics.loss", Map.of())).containsExactly("r4", "r1", "r3", "r2");
    }

    @Test
    void headersTakeThePlaceOfFilterAndOrderAndLeaveTheShorthands() {
        wandb.run("team/vision/r1").group("g").log(0, Map.of("loss", 0.3));
        wandb.run("team/vision/r2").group("g").log(0, Map.of("loss", 0.1));
        wandb.run("team/vision/r3").group("h").log(0, Map.of("loss", 0.2));
        String options = "group=g&filter=RAW({\"name\":\"r1\"})";

        assertThat(query(options, Map.of(WandbConstants.FILTER, "{\"name\":{\"$in\":[\"r2\",\"r3\"]}}")))
                .containsExactly("r2");
        assertThat(query(options, Map.of(WandbConstants.FILTER, Map.of("name", "r2"))))
                .containsExactly("r2");
        assertThat(query("pageSize=2", Map.of(WandbConstants.ORDER, "-summary_metrics.loss")))
                .containsExactly("r1", "r3", "r2");
    }

    /** A plus sign in a URI arrives as a space. */
    @Test
    void anOrderWithoutSignIsAscending() {
        runs(3);

        assertThat(query("order=+created_at", Map.of())).containsExactly("r00", "r01", "r02");
        assertThat(query("order=created_at", Map.of())).containsExactly("r00", "r01", "r02");

        assertThat(wandb.simulator().requests("runs"))
                .allSatisfy(request -> assertThat(request.variables()).containsEntry("order", "+created_at"));
    }

    @Test
    void theProjectionSaysHowMuchOfARunIsRead() {
        wandb.run("team/vision/r1").config(Map.of("lr", 0.1));

        Run light = (Run)
                answer("wandb:team/vision?operation=queryRuns", Iterator.class).next();
        Run full = (Run) answer("wandb:team/vision?operation=queryRuns&projection=full", Iterator.class)
                .next();

        assertThat(light.isComplete()).isFalse();
        assertThat(full.config()).containsEntry("lr", 0.1);
    }

    @Test
    void countRunsAnswersHowManyTheFilterAdmits() {
        wandb.run("team/vision/r1").tags("a");
        wandb.run("team/vision/r2").tags("b");
        wandb.run("team/vision/r3").tags("a", "b");

        assertThat(answer("wandb:team/vision?operation=countRuns", Object.class))
                .isEqualTo(3L);
        assertThat(answer("wandb:team/vision?operation=countRuns&tags=a", Object.class))
                .isEqualTo(2L);
    }

    @Test
    void aFilterInAHeaderThatIsNoFilterIsQuotedAndNothingIsAsked() {
        wandb.run("team/vision/r1");
        answer("wandb:team/vision?operation=countRuns", Object.class);
        wandb.simulator().forgetRequests();

        refusal("wandb:team/vision?operation=countRuns", null, Map.of(WandbConstants.FILTER, "{\"state\" \"running\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header CamelWandbFilter")
                .hasMessageContaining("column 10")
                .hasMessageContaining("{\"state\" \"running\"}");
        assertThat(wandb.simulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queryRuns", "countRuns", "exportRuns"})
    void anEmptyFilterInAHeaderDoesNotTakeThatOfTheOptionAway(String operation) {
        wandb.run("team/vision/r1");
        String uri = "wandb:team/vision?filter=RAW({\"state\":\"finished\"})&operation=" + operation;

        for (String filter : List.of("", " \n")) {
            refusal(uri, null, Map.of(WandbConstants.FILTER, filter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("The header CamelWandbFilter is empty", "remove it", "{}");
        }
        // which the producer asks as it starts
        assertThat(wandb.simulator().requests())
                .extracting(RecordedRequest::operation)
                .containsOnly("Viewer");
    }

    @Test
    void aFilterOfNothingInAHeaderMeansAllRuns() {
        runs(2);

        assertThat(query("filter=RAW({\"name\":\"r01\"})", Map.of())).containsExactly("r01");
        assertThat(query("filter=RAW({\"name\":\"r01\"})", Map.of(WandbConstants.FILTER, "{}")))
                .hasSize(2);
    }

    @Test
    void anEmptyOrderInAHeaderIsRefused() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision?operation=queryRuns", null, Map.of(WandbConstants.ORDER, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("The header CamelWandbOrder is empty", "-created_at");
        // which the producer asks as it starts
        assertThat(wandb.simulator().requests())
                .extracting(RecordedRequest::operation)
                .containsOnly("Viewer");
    }

    @ParameterizedTest
    @MethodSource("io.github.camelwandb.producer.OddValues#withoutForm")
    void aFilterThatJsonHasNoFormForIsRefused(Object value) {
        for (String operation : List.of("queryRuns", "countRuns")) {
            refusal(
                            "wandb:team/vision?operation=" + operation,
                            null,
                            Map.of(WandbConstants.FILTER, Map.of("config.odd", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("header CamelWandbFilter: ");
        }
        assertThat(requests("Runs")).isZero();
    }

    @Test
    void aFilterInAHeaderCannotHaveFilesRead() {
        wandb.run("team/vision/r1");

        refusal(
                        "wandb:team/vision?operation=countRuns",
                        null,
                        Map.of(WandbConstants.FILTER, "resource:classpath:filters/ours.json"))
                .hasMessageContaining("header CamelWandbFilter")
                .hasMessageNotContaining("summary_metrics");
    }

    @Test
    void aFilterTheServerRefusesIsABadRequest() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision?operation=queryRuns", null, Map.of(WandbConstants.FILTER, Map.of("summary.loss", 1)))
                .hasCauseInstanceOf(WandbBadRequestException.class);
    }

    private List<String> query(String options, Map<String, ?> headers) {
        Exchange exchange = answer("wandb:team/vision?" + options + "&operation=queryRuns", null, headers);
        return ids(exchange.getMessage().getBody(Iterator.class), 1000);
    }

    private static List<String> ids(Iterator<?> runs, int count) {
        List<String> ids = new ArrayList<>();
        take(runs, count, Run.class).forEach(run -> ids.add(run.path().runId()));
        return ids;
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            wandb.run("team/vision/r%02d".formatted(i));
        }
    }
}
