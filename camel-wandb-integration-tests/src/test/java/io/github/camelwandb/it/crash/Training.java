// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs that train all the time: each logs a few rows, in one go as the SDK posts them, again and again. */
final class Training implements AutoCloseable {

    private static final int MOST_ROWS_AT_ONCE = 12;
    private static final long PAUSE_MILLIS = 40;

    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> work;
    private final List<SimulatedRun> runs;
    private final long[] next;
    private final Random random;

    private Training(List<SimulatedRun> runs, Random random) {
        this.runs = runs;
        this.next = new long[runs.size()];
        this.random = random;
        this.work = writer.scheduleWithFixedDelay(this::log, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Training start(List<SimulatedRun> runs, Random random) {
        return new Training(runs, random);
    }

    private void log() {
        for (int i = 0; i < next.length; i++) {
            long end = next[i] + random.nextInt(MOST_ROWS_AT_ONCE + 1);
            runs.get(i).logs(next[i], end);
            next[i] = end;
        }
    }

    /** The last rows, and the end of the runs. */
    void finish() throws InterruptedException, ExecutionException {
        writer.shutdown();
        if (!writer.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the training does not end");
        }
        if (!work.isCancelled()) {
            work.get(); // it has ended before, by a failure
        }
        log();
        runs.forEach(SimulatedRun::finished);
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
