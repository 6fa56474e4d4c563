// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import io.github.camelwandb.simulator.SimulatedRun;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says how far things are: in a terminal on one line that changes, elsewhere on a line of its own every two seconds. */
final class Progress {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final PrintStream out;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private long saidNanos = startNanos - INTERVAL.toNanos();
    private int width;

    Progress(PrintStream out) {
        this.out = out;
        this.terminal = System.console() != null && out == System.out;
    }

    /** A line that stays. */
    void say(String line) {
        out.println(line);
    }

    /** The state of the runs, and the rows in the file. */
    void show(List<SimulatedRun> runs, int delivered) {
        show("%s | %d rows in the file"
                .formatted(runs.stream().map(Progress::describe).collect(Collectors.joining(", ")), delivered));
    }

    void show(String text) {
        long now = System.nanoTime();
        if (!terminal && now - saidNanos < INTERVAL.toNanos()) {
            return;
        }
        saidNanos = now;
        String line = "%4d s  %s".formatted(Duration.ofNanos(now - startNanos).toSeconds(), text);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else {
            out.println(line);
        }
    }

    /** Leaves the line that changes. */
    void end() {
        if (terminal && width > 0) {
            out.println();
            width = 0;
        }
    }

    static long rows(List<SimulatedRun> runs) {
        return runs.stream().mapToLong(run -> run.lines().size()).sum();
    }

    private static String describe(SimulatedRun run) {
        Object train = run.summary().get("train");
        Object loss = train instanceof Map<?, ?> metrics ? metrics.get("loss") : null;
        return "%s %s %d rows%s"
                .formatted(
                        run.runId(),
                        run.state(),
                        run.lines().size(),
                        loss instanceof Number number
                                ? String.format(Locale.ROOT, " loss %.2f", number.doubleValue())
                                : "");
    }
}
