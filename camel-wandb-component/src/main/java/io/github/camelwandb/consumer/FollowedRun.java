// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.RunPath;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer is with one run.
 *
 * @param state what is being done with it, such as idle, reading, delivering or held
 * @param nextStep the first step of which not every row has completed; 0 where rows are not what is followed
 * @param lag the lines of history that W&amp;B counted at the last listing and that are not accounted for
 * @param isSettled whether the run has ended and every row of it has completed
 * @param heldBecause why it waits, also while it is tried again; null if it does not
 */
public record FollowedRun(
        RunPath run,
        String state,
        long nextStep,
        long lag,
        boolean isSettled,
        @Nullable String heldBecause) {

    /** Before it could be followed. */
    static FollowedRun heldAtStart(RunPath run, long lines, String reason) {
        return new FollowedRun(run, "held", 0, lines, false, reason);
    }

    /** The same in another state; it is not settled while anything is done with it. */
    FollowedRun in(String otherState) {
        return new FollowedRun(run, otherState, nextStep, lag, false, heldBecause);
    }

    /** Whether it waits because something about it failed. */
    public boolean isHeld() {
        return heldBecause != null;
    }
}
