// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks only for runs that showed life lately, by the server's own clock. It trusts no server: the run that showed life last must be in
 * each narrowed listing, and if it is missing there although a full one has it, listings are not narrowed for a while.
 */
final class Narrowing {

    private static final Logger LOG = LoggerFactory.getLogger(Narrowing.class);

    /** Signs of life come every half minute, and the server may show them late. */
    static final Duration OVERLAP = Duration.ofMinutes(15);

    private final ProjectPath project;
    private @Nullable String witness;
    private Instant newest = Instant.MIN;
    private boolean isWitnessMissed;
    private @Nullable String refusal;
    private final Since off;

    Narrowing(ProjectPath project, Clock clock) {
        this.project = project;
        this.off = new Since(clock, RunLister.ANEW);
    }

    /** What to add to the filter; empty if everything has to be listed. */
    Optional<RunFilter> filter() {
        return off.isSoForNow() || witness == null
                ? Optional.empty()
                : Optional.of(RunFilter.heartbeatFrom(newest.minus(OVERLAP)));
    }

    /** Whether a narrowed listing has what it must have; if not, a full one must follow. */
    boolean isTrusted(Map<String, Run> narrowed) {
        refusal = null; // it was not the server's, or it has come to know the form
        if (witness == null || !narrowed.containsKey(witness)) {
            isWitnessMissed = true;
            return false;
        }
        remember(narrowed);
        return true;
    }

    /** The server does not accept the narrowed form; a full listing must follow. */
    void refused(Exception cause) {
        refusal = cause.getMessage();
    }

    /** Takes note of a full listing, which settles a doubt. */
    void swept(Map<String, Run> all) {
        if (refusal != null) {
            turnOff(refusal);
        } else if (isWitnessMissed && hasWitness(all)) {
            turnOff("a narrowed listing lacked the run that showed life last");
        }
        refusal = null;
        isWitnessMissed = false;
        witness = null;
        newest = Instant.MIN;
        remember(all);
    }

    private void turnOff(String why) {
        off.begun();
        LOG.info(
                "The runs of {} are listed as a whole at each poll, for the server cannot list those that showed life"
                        + " lately: {}",
                project,
                why);
    }

    /** Not if it is another run of that id, or fell back: then it was right not to be listed. */
    private boolean hasWitness(Map<String, Run> all) {
        Run run = witness == null ? null : all.get(witness);
        return run != null && run.heartbeatAt() != null && !run.heartbeatAt().isBefore(newest);
    }

    private void remember(Map<String, Run> runs) {
        runs.forEach((runId, run) -> {
            if (run.heartbeatAt() != null && run.heartbeatAt().isAfter(newest)) {
                witness = runId;
                newest = run.heartbeatAt();
            }
        });
    }
}
