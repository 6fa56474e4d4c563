// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs that no listing shows: such a run is gone once the server has said twice, some time apart, that there is no such run. Until then
 * each is asked for directly, some at each poll in turn.
 */
final class Absences {

    private static final Logger LOG = LoggerFactory.getLogger(Absences.class);

    private static final int ANSWERS_UNTIL_GONE = 2;

    /** Asked for directly at one poll: as many as one request holds well. */
    private static final int PER_POLL = 100;

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Clock clock;
    private final Duration apart;
    private final Map<String, Absence> missing = new HashMap<>();
    private int turn;

    /** @param answers that there is no such run */
    private record Absence(int answers, Since asked) {}

    /** @param apart the least time between the answers that count */
    Absences(Clock clock, Duration apart) {
        this.clock = clock;
        this.apart = apart;
    }

    /** Takes note of which runs no listing shows, and answers which of them to ask for now. */
    List<String> toAsk(Collection<String> runIds) {
        Set<String> wanted = new HashSet<>(runIds);
        // some are asked for in full sweeps only
        missing.entrySet()
                .removeIf(absence -> !wanted.contains(absence.getKey())
                        && absence.getValue().asked.isSoFor(FORGOTTEN_AFTER));
        List<String> due = new ArrayList<>(runIds);
        due.removeIf(runId -> !isDue(runId));
        if (due.size() > PER_POLL) {
            Collections.rotate(due, -turn);
            turn = (turn + PER_POLL) % due.size();
            due = due.subList(0, PER_POLL);
        }
        return due;
    }

    private boolean isDue(String runId) {
        Absence absence = missing.get(runId);
        return absence == null || absence.asked.isLongEnough();
    }

    /** There was no answer about the run: it is left in peace for a while. */
    void unanswered(String runId) {
        missing.put(runId, new Absence(answers(runId), now()));
    }

    /** The server has these runs. */
    void areThere(Set<String> runIds) {
        missing.keySet().removeAll(runIds);
    }

    /** The server has no such run. */
    void isNotThere(String runId) {
        if (!isDue(runId)) {
            return;
        }
        int answers = answers(runId) + 1;
        missing.put(runId, new Absence(answers, now()));
        if (answers == ANSWERS_UNTIL_GONE) {
            LOG.info("Run {} is no longer there; what was read of it is still delivered", runId);
        }
    }

    private Since now() {
        return new Since(clock, apart).begun();
    }

    private int answers(String runId) {
        Absence absence = missing.get(runId);
        return absence == null ? 0 : absence.answers;
    }

    /** Those of the runs that are gone. */
    Set<String> goneOf(Collection<String> runIds) {
        Set<String> gone = new HashSet<>(runIds);
        gone.removeIf(runId -> answers(runId) < ANSWERS_UNTIL_GONE);
        return gone;
    }
}
