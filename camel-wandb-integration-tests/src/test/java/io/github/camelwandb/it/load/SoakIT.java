// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fifty runs that train all the time, for {@code -Dsoak.minutes=10}, or for some seconds that only show that this works: what the process of
 * the route needs must not grow. The server is this process.
 */
class SoakIT {

    private static final int RUNS = 50;
    private static final long PAUSE_MILLIS = 500;
    private static final long BETWEEN_LOOKS_SECONDS = 30;
    private static final long SHORT_SECONDS = 5;

    /** Anchors, which are few, and what the libraries keep once they have come that far. */
    private static final long HEAP_TOLERANCE = 4 << 20;

    private static final int TOLERANCE = 10;

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private final int minutes = Integer.getInteger("soak.minutes", 0);
    private final AtomicLong logged = new AtomicLong();

    /** @param lag rows that were logged and have not come */
    private record Look(long seconds, long rows, long lag, Figures figures) {}

    @Test
    void whatALongLivedRouteNeedsDoesNotGrow() throws Exception {
        List<SimulatedRun> runs = IntStream.range(0, RUNS)
                .mapToObj(i -> wandb.run("team/vision/r" + i))
                .toList();
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try (MeasuredProcess route = MeasuredProcess.start("soak", "128m", wandb, "wandb:team/vision?delay=1000")) {
            Future<?> training = train(runs, writer);
            route.awaitRows(RUNS); // each look compares with the first one, after the start
            List<Look> looks = watch(route);
            assertThat(training.isDone()).as("the training has failed").isFalse();
            writer.shutdown();
            assertThat(writer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            route.awaitRows(logged.get());
            assertThat(route.rows()).isEqualTo(logged.get());
            if (minutes > 0) {
                assertFlat(looks);
            }
            route.stop();
        } finally {
            writer.shutdownNow();
        }
    }

    private Future<?> train(List<SimulatedRun> runs, ScheduledExecutorService writer) {
        AtomicLong step = new AtomicLong();
        return writer.scheduleAtFixedRate(
                () -> {
                    long from = step.getAndAdd(2);
                    runs.forEach(run -> run.logs(from, from + 2));
                    logged.addAndGet(2L * runs.size());
                },
                0,
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private List<Look> watch(MeasuredProcess route) throws InterruptedException {
        long seconds = minutes > 0 ? TimeUnit.MINUTES.toSeconds(minutes) : SHORT_SECONDS;
        long every = Math.min(BETWEEN_LOOKS_SECONDS, SHORT_SECONDS / 3 + minutes * BETWEEN_LOOKS_SECONDS);
        long start = System.nanoTime();
        List<Look> looks = new ArrayList<>();
        System.out.println(" seconds     rows   lag  heap KiB  threads  files");
        for (long due = every; due <= seconds; due += every) {
            route.live(Duration.ofSeconds(due).minusNanos(System.nanoTime() - start));
            long all = logged.get();
            long rows = route.rows();
            Look look = new Look(due, rows, Math.max(0, all - rows), route.figures());
            looks.add(look);
            System.out.printf(
                    "%8d %8d %5d %9d %8d %6d%n",
                    look.seconds(),
                    look.rows(),
                    look.lag(),
                    look.figures().heap() >> 10,
                    look.figures().threads(),
                    look.figures().files());
        }
        return looks;
    }

    /** The second half is as the first, which begins when the start is over. */
    private static void assertFlat(List<Look> looks) {
        Figures first = most(looks.subList(1, looks.size() / 2));
        Figures second = most(looks.subList(looks.size() / 2, looks.size()));
        long lag = looks.stream().mapToLong(Look::lag).max().orElseThrow();
        System.out.printf("First half at most %s, second half at most %s, lag at most %d rows%n", first, second, lag);
        assertThat(second.heap()).as("heap").isLessThan(first.heap() + HEAP_TOLERANCE);
        assertThat(second.threads()).as("threads").isLessThan(first.threads() + TOLERANCE);
        assertThat(second.files()).as("files").isLessThan(first.files() + TOLERANCE);
        assertThat(lag).as("lag").isLessThan(BETWEEN_LOOKS_SECONDS * RUNS * 2 * 1000 / PAUSE_MILLIS);
    }

    private static Figures most(List<Look> looks) {
        return new Figures(
                looks.stream().mapToLong(look -> look.figures().heap()).max().orElseThrow(),
                looks.stream().mapToInt(look -> look.figures().threads()).max().orElseThrow(),
                looks.stream().mapToInt(look -> look.figures().files()).max().orElseThrow());
    }
}
