// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.benchmark;

import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Prints small requests a second, and history rows a second (10 metrics a row, 1,000 rows a request), each three times. */
public final class Benchmark {

    private static final int CONNECTIONS = 4;
    private static final int ROWS = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private static final String SMALL = """
            {"query":"query Run { project(name: \\"vision\\", entityName: \\"team\\") { run(name: \\"r1\\")\
             { id name state historyLineCount heartbeatAt } } }"}""";
    private static final String PAGE = """
            {"query":"query RunHistory($min: Int64, $max: Int64, $samples: Int) { project(name: \\"vision\\",\
             entityName: \\"team\\") { run(name: \\"r1\\") { history(minStep: $min, maxStep: $max, samples: $samples)\
             } } }","variables":{"min":500,"max":1500,"samples":1001}}""";

    private record Speed(double requests, double bytes) {}

    private Benchmark() {}

    /** Runs it. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        try (WandbSimulator simulator = WandbSimulator.start()) {
            SimulatedRun run = simulator.run("team/vision/r1");
            for (int step = 0; step < 2 * ROWS; step++) {
                run.log(step, metrics(step));
            }
            measure(simulator, SMALL, false, WARM_UP);
            measure(simulator, PAGE, false, WARM_UP);
            measure(simulator, PAGE, true, WARM_UP);
            for (int round = 1; round <= 3; round++) {
                Speed small = measure(simulator, SMALL, false, MEASURED);
                System.out.printf("small requests: %,.0f/s%n", small.requests());
                print("history rows", measure(simulator, PAGE, false, MEASURED));
                print("history rows, gzip", measure(simulator, PAGE, true, MEASURED));
            }
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String what, Speed pages) {
        System.out.printf(
                "%s: %,.0f/s, %.0f MB/s on the wire%n", what, pages.requests() * ROWS, pages.bytes() / 1_000_000);
    }

    private static Map<String, Object> metrics(int step) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            metrics.put("metric/" + i, Math.sin(step + i));
        }
        return metrics;
    }

    private static Speed measure(WandbSimulator simulator, String body, boolean gzip, Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Callable<long[]> caller = () -> exchangeUntil(end, simulator, body, gzip);
                results.add(threads.submit(caller));
            }
            long requests = 0;
            long bytes = 0;
            for (Future<long[]> result : results) {
                requests += result.get()[0];
                bytes += result.get()[1];
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Speed(requests / seconds, bytes / seconds);
        } finally {
            threads.shutdown();
        }
    }

    private static long[] exchangeUntil(long end, WandbSimulator simulator, String body, boolean gzip)
            throws Exception {
        long requests = 0;
        long bytes = 0;
        try (Connection connection = new Connection(simulator.baseUrl(), simulator.apiKey(), body, gzip)) {
            while (System.nanoTime() < end) {
                bytes += connection.exchange();
                requests++;
            }
        }
        return new long[] {requests, bytes};
    }
}
