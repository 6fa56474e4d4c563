// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A run whose rows say in which attempt they were logged: what is logged again, is logged at another time. */
final class Attempts {

    /** @param attempt the first is 1 */
    record Row(long attempt, long step) {}

    private static final String ATTEMPT = "attempt";

    private final SimulatedRun run;
    private final AtomicInteger attempt;

    Attempts(SimulatedRun run) {
        this(run, 1);
    }

    /** @param attempt the first of this run, if it takes the place of another */
    Attempts(SimulatedRun run, int attempt) {
        this.run = run;
        this.attempt = new AtomicInteger(attempt);
    }

    SimulatedRun simulated() {
        return run;
    }

    Attempts logs(long fromStep, long toStepExclusive) {
        int now = attempt.get();
        for (long step = fromStep; step < toStepExclusive; step++) {
            long time = 1_800_000_000L + 1_000_000L * now + step;
            run.logJson("{\"_step\":%d,\"_timestamp\":%d,\"%s\":%d}".formatted(step, time, ATTEMPT, now));
        }
        return this;
    }

    /** Throws away the rows above a step; the next attempt begins. */
    Attempts rewinds(long step) {
        run.rewind(step);
        attempt.incrementAndGet();
        return this;
    }

    /** The next attempt writes over the lines from this one on. */
    Attempts overwritesFrom(int line) {
        run.overwritesFrom(line);
        attempt.incrementAndGet();
        return this;
    }

    /** The rows that stand, in the order of the lines. */
    List<Row> standing() {
        return run.rows().stream().map(Attempts::row).toList();
    }

    static Row row(Received.Arrived message) {
        return row((HistoryRow) message.body());
    }

    private static Row row(Map<String, @Nullable Object> row) {
        return new Row(number(row.get(ATTEMPT)), number(row.get("_step")));
    }

    private static long number(@Nullable Object value) {
        return ((Number) value).longValue();
    }

    /** What is in a sink where a row takes the place of another of its step. */
    static Map<Long, Row> upserted(List<Received.Arrived> messages) {
        Map<Long, Row> rows = new LinkedHashMap<>();
        messages.stream().map(Attempts::row).forEach(row -> rows.put(row.step(), row));
        return rows;
    }
}
