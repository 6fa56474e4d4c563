// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Kills the process of a route at random moments while several runs train in another process, and compares what its lives have written with
 * what was logged. {@code -Dcrash.kills=30} kills more often in each test, {@code -Dcrash.seed=...} chooses the same moments again.
 */
class KillIT {

    private static final int IN_FLIGHT = 8;

    /** What positions may gather for, and what a slow disk adds to it. */
    private static final Duration UNCOMMITTED = Duration.ofMillis(100).plusSeconds(1);

    private final int kills = Integer.getInteger("crash.kills", 2);
    private final long seed = Long.getLong("crash.seed", System.nanoTime());

    @BeforeEach
    void sayHowToRepeatIt() {
        System.out.println("-Dcrash.kills=" + kills + " -Dcrash.seed=" + seed);
    }

    @Test
    void noRowIsLostFewAreRepeatedAndTheOrderIsKept() throws Exception {
        Drill.Outcome outcome = drill("each", "&offsetCommitInterval=0&maxInFlightPerRun=" + IN_FLIGHT, 0)
                .run();

        assertAsPromised(outcome, new Bound(IN_FLIGHT, Duration.ZERO));
    }

    @Test
    void soItIsWherePositionsGatherForAWhileButForRowsThatHadNoTimeToBeCommitted() throws Exception {
        Drill.Outcome outcome = drill("gathered", "", 0).run();

        assertAsPromised(outcome, new Bound(1, UNCOMMITTED));
    }

    /** Rows of generations that were rewound may have come or not. */
    @Test
    void everyRowThatStandsAtTheEndHasComeWhereRunsAreRewound() throws Exception {
        int rewinds = Math.max(2, kills / 5);

        Drill.Outcome outcome = drill("rewound", "", rewinds).run();

        List<String> missing = new ArrayList<>();
        outcome.logged().forEach((run, rows) -> {
            Set<String> written = new HashSet<>();
            outcome.lives()
                    .forEach(life -> life.stream()
                            .filter(row -> row.runId().equals(run))
                            .forEach(row -> written.add(row.text())));
            rows.stream().filter(row -> !written.contains(row)).forEach(row -> missing.add(run + ": " + row));
        });
        assertThat(missing).isEmpty();
    }

    private Drill drill(String name, String options, int rewinds) {
        return new Drill(Path.of("target", "crash", name), options, kills, rewinds, seed);
    }

    private static void assertAsPromised(Drill.Outcome outcome, Bound bound) {
        Judgement judgement = Judgement.of(outcome.logged(), outcome.lives(), bound);
        System.out.printf(
                "%d rows of %d runs; %d came again, at most %d of a run at once%n",
                judgement.rows(), outcome.logged().size(), judgement.repeats(), judgement.mostRepeats());
        assertThat(judgement.complaints()).isEmpty();
    }
}
