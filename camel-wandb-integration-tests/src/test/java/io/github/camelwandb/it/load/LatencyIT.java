// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Prints how long it takes from a row that the server accepts to its exchange, with ten live runs and {@code -Dlatency.delay=1000}: a row
 * waits for the next poll, from 0 to the delay, and for two answers. The machine decides, so nothing is asserted.
 */
@EnabledIfSystemProperty(named = "latency.delay", matches = "\\d+")
class LatencyIT {

    private static final int RUNS = 10;
    private static final int SECONDS = 60;
    private static final int LONGEST_PAUSE_MILLIS = 400;

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    private final Random random = new Random();
    private volatile long logged;

    @Test
    void printsHowLongRowsTake() throws Exception {
        String delay = System.getProperty("latency.delay");
        List<SimulatedRun> runs = IntStream.range(0, RUNS)
                .mapToObj(i -> wandb.run("team/vision/r" + i))
                .toList();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            WandbComponent component = new WandbComponent();
            component.getConfiguration().setBaseUrl(wandb.baseUrl());
            component.getConfiguration().setApiKey(wandb.apiKey());
            camel.addComponent("wandb", component);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("wandb:team/vision?delay=" + delay).process(exchange -> arrived(exchange));
                }
            });
            camel.start();
            writer.execute(() -> log(runs, 0, System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS)));
            await().atMost(Duration.ofMinutes(5)).until(() -> writer.isShutdown() && millis.size() >= logged);
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "delay=%s: %d rows of %d runs; p50 %d ms, p99 %d ms, at most %d ms%n",
                delay,
                sorted.length,
                RUNS,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1]);
    }

    /** A row of each run, and then the next after a random pause. */
    private void log(List<SimulatedRun> runs, long step, long end) {
        if (System.nanoTime() > end) {
            writer.shutdown();
            return;
        }
        runs.forEach(run -> run.logs(step, step + 1));
        logged += runs.size();
        writer.schedule(() -> log(runs, step + 1, end), random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
    }

    private void arrived(Exchange exchange) {
        Number seconds =
                (Number) exchange.getMessage().getBody(HistoryRow.class).get("_timestamp");
        millis.add(System.currentTimeMillis() - Math.round(seconds.doubleValue() * 1000));
    }
}
