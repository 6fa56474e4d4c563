// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;

/** Log lines carry the run. */
class LogContextTest extends FollowingTestSupport {

    private static Object adapter;

    private final List<String> runs = new CopyOnWriteArrayList<>();

    /** The logger of our tests keeps no context. */
    @BeforeAll
    static void keepContext() throws Exception {
        adapter = MDC.getMDCAdapter();
        adapter(new BasicMDCAdapter());
    }

    @AfterAll
    static void restore() throws Exception {
        adapter(adapter);
    }

    private static void adapter(Object value) throws Exception {
        Field field = MDC.class.getDeclaredField("MDC_ADAPTER");
        field.setAccessible(true);
        field.set(null, value);
    }

    private void keepRun(Exchange exchange) {
        runs.add(exchange.getMessage().getHeader("CamelWandbRunId") + " " + MDC.get("camel.wandb.run"));
    }

    @Test
    void eachRunsLinesCarryItAlsoOnASharedThread() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/vision/r2").logs(0, 3);

        follow("following", "wandb:team/vision?maxConcurrentRuns=1", this::keepRun);

        eventually(() -> assertThat(runs).hasSize(6));
        assertThat(runs).containsOnly("r1 team/vision/r1", "r2 team/vision/r2");
        assertThat(MDC.get("camel.wandb.run")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "system", "logs"})
    void theLinesOfOtherStreamsCarryItToo(String stream) throws Exception {
        for (String run : List.of("r1", "r2")) {
            wandb.run("team/vision/" + run).console("a").systemMetrics(Map.of("cpu", 1));
        }
        context.setUseMDCLogging(true);
        context.setMDCLoggingKeysPattern("camel.wandb.*");

        follow("following", "wandb:team/vision?maxConcurrentRuns=1&stream=" + stream, this::keepRun);

        eventually(() -> assertThat(runs).containsOnly("r1 team/vision/r1", "r2 team/vision/r2"));
    }

    @Test
    void theRunGoesWithTheExchangeToOtherThreadsWhereCamelIsToldTo() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        context.setUseMDCLogging(true);
        context.setMDCLoggingKeysPattern("camel.wandb.*");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=5"))
                        .threads(2)
                        .process(exchange -> keepRun(exchange));
            }
        });

        eventually(() -> assertThat(runs).hasSize(20));
        assertThat(runs).containsOnly("r1 team/vision/r1");
    }

    @Test
    void theNextExchangeOfARunCarriesItAlsoWhenCamelHasRemovedWhatItKnows() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        context.setUseMDCLogging(true);
        context.setMDCLoggingKeysPattern("camel.wandb.*");

        follow("following", "wandb:team/vision?maxInFlightPerRun=5", this::keepRun);

        eventually(() -> assertThat(runs).hasSize(20));
        assertThat(runs).containsOnly("r1 team/vision/r1");
    }
}
