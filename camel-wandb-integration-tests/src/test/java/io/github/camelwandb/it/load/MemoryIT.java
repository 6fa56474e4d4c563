// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Long histories and many runs in small heaps; the server is this process. {@code -Dmemory.rows=1000000} makes the histories as long as is
 * promised.
 */
class MemoryIT {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @Test
    void theRowsOfALongRunPassThroughASmallHeap() throws Exception {
        assertPass("batches", Integer.getInteger("memory.rows", 50_000), 1000);
    }

    @Test
    void soDoRowsOneByOne() throws Exception {
        assertPass("singles", Integer.getInteger("memory.rows", 10_000), 1);
    }

    @Test
    void soDoRowsOfAThousandMetricsOfSeveralRunsAtOnce() throws Exception {
        assertWidePass("wide", 1000, Integer.getInteger("memory.wideRows", 200));
    }

    /** As many as a page holds. */
    @Test
    void soDoRowsOfFortyMetricsOfSeveralRunsAtOnce() throws Exception {
        assertWidePass("pages", 40, Integer.getInteger("memory.pageRows", 2000));
    }

    private void assertWidePass(String name, int metrics, int rows) throws Exception {
        int runs = 10;
        String values = IntStream.range(0, metrics)
                .mapToObj(index -> "\"layers/" + index + "/norm\":0." + index)
                .collect(Collectors.joining(","));
        for (int i = 0; i < runs; i++) {
            SimulatedRun run = wandb.run("team/vision/" + name + i);
            for (int step = 0; step < rows; step++) {
                run.logJson("{\"_step\":%d,\"_timestamp\":%d,%s}".formatted(step, 1_800_000_000L + step, values));
            }
            run.finished();
        }
        try (MeasuredProcess route =
                MeasuredProcess.start(name, "128m", wandb, "wandb:team/vision?delay=200&rowsPerExchange=100")) {
            route.awaitRows((long) runs * rows);
            System.out.printf(
                    "%d runs of %d rows of %d bytes with -Xmx128m; then %s%n",
                    runs, rows, values.length(), route.figures());
            assertThat(route.rows()).isEqualTo((long) runs * rows);
            route.stop();
        }
    }

    private void assertPass(String name, int rows, int perExchange) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (int step = 0; step < rows; step += 10_000) {
            run.logs(step, step + 10_000);
        }
        run.finished();
        long start = System.nanoTime();
        try (MeasuredProcess route = MeasuredProcess.start(
                name, "128m", wandb, "wandb:team/vision?delay=200&rowsPerExchange=" + perExchange)) {
            route.awaitRows(rows);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    "%d rows, %d in an exchange, in %d ms with -Xmx128m; then %s%n",
                    rows, perExchange, time.toMillis(), route.figures());
            assertThat(route.rows()).isEqualTo(rows);
            assertThat(route.steps()).as("sum of the steps").isEqualTo((long) rows * (rows - 1) / 2);
            route.stop();
        }
    }

    @Test
    void tenThousandRunsAreFollowedInASmallHeapWithLittleForEach() throws Exception {
        int rowsEach = Integer.getInteger("memory.rowsEach", 3);
        createRuns("first", 200, rowsEach);
        try (MeasuredProcess route = MeasuredProcess.start(
                "runs", "256m", wandb, "wandb:team/vision?delay=1000&maxConcurrentRuns=50&rowsPerExchange=1000")) {
            route.awaitRows(200L * rowsEach);
            long before = settledHeap(route);
            createRuns("more", 10_000, rowsEach);
            long start = System.nanoTime();
            route.awaitRows(10_200L * rowsEach);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            long after = settledHeap(route);
            long each = (after - before) / 10_000;
            System.out.printf(
                    "10000 runs of %d rows in %d ms with -Xmx256m: %d bytes of heap each, %d KiB in all%n",
                    rowsEach, time.toMillis(), each, after >> 10);
            assertThat(route.rows()).isEqualTo(10_200L * rowsEach);
            // 2 KiB are promised; each of up to 15 more remembered rows of a long run takes 24 bytes
            assertThat(each).isLessThan(Long.getLong("memory.each", 2048));
            route.stop();
        }
    }

    /** Every other one is finished. */
    private void createRuns(String name, int count, int rowsEach) {
        for (int i = 0; i < count; i++) {
            SimulatedRun run = wandb.run("team/vision/" + name + i).logs(0, rowsEach);
            if (i % 2 == 0) {
                run.finished();
            }
        }
    }

    /** The least of some moments: a listing under way passes. */
    private static long settledHeap(MeasuredProcess route) {
        route.awaitPolls(3);
        return IntStream.range(0, 5)
                .mapToLong(look -> {
                    route.awaitPolls(1);
                    return LongStream.range(0, 3)
                            .map(again -> route.figures().heap())
                            .min()
                            .orElseThrow();
                })
                .min()
                .orElseThrow();
    }
}
