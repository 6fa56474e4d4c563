// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.simulator.SimulatedRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A run each of whose rows has a number of its own, whatever its step. */
final class SimulatedRows {

    /** The metric with the number. */
    static final String NUMBER = "number";

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SimulatedRun run;
    private final Map<Long, Long> logged = new ConcurrentHashMap<>();
    private long last = -1;
    private boolean isRewritten;
    private boolean isHidden;

    /** @param isRewritten whether it takes the place of another */
    SimulatedRows(SimulatedRun run, boolean isRewritten) {
        this.run = run;
        this.isRewritten = isRewritten;
    }

    SimulatedRun simulated() {
        return run;
    }

    void logs(int rows, int stride, boolean isTwice) {
        for (int i = 0; i < rows; i++) {
            last += stride;
            log(last);
            if (isTwice) {
                log(last);
            }
        }
    }

    void logsLate(int rows, int back) {
        for (int i = 0; i < rows; i++) {
            long step = Math.max(0, last - back + i);
            last = Math.max(last, step);
            log(step);
        }
    }

    private void log(long step) {
        long number = NUMBERS.incrementAndGet();
        logged.put(number, step);
        run.log(step, Map.of(NUMBER, number));
    }

    /** What the action does is counted when it is done. */
    void atOnce(Runnable action) {
        run.countsLines(run.lines().size());
        action.run();
        run.countsTruly();
    }

    void rewinds(int back) {
        last = Math.max(-1, last - back);
        run.rewind(last);
        logged.values().removeIf(step -> step > last);
        isRewritten = true;
    }

    void hides(int back, int steps) {
        run.hideSteps(last - back, last - back + steps);
        isHidden = true;
    }

    void countsOff(int by) {
        run.countsLines(Math.max(0, run.lines().size() + by));
    }

    /** Whether rows were ever taken away, or hidden for as long as it takes to believe that. */
    boolean mayHaveGenerations() {
        return isRewritten || isHidden;
    }

    /** The numbers of the rows that are there, as far as that was done here: quicker than {@link #standing}. */
    Set<Long> numbers() {
        return logged.keySet();
    }

    /** The step of each row, by its number. */
    Map<Long, Long> standing() {
        Map<Long, Long> steps = new LinkedHashMap<>();
        run.rows().forEach(row -> steps.put(longIn(row, NUMBER), longIn(row, "_step")));
        return steps;
    }

    private static long longIn(Map<String, @Nullable Object> row, String key) {
        return row.get(key) instanceof Number number ? number.longValue() : -1;
    }
}
