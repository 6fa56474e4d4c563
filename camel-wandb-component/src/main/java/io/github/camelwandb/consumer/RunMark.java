// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a listing says of a run that could betray new rows.
 *
 * @param lines the lines of its history as W&B counts them, which may differ from the rows that can be read
 */
record RunMark(long lines, String state, @Nullable Instant heartbeatAt) {

    static RunMark of(Run run) {
        return new RunMark(run.historyLineCount(), run.state().value(), run.heartbeatAt());
    }

    RunMark withLines(long counted) {
        return new RunMark(counted, state, heartbeatAt);
    }

    /** The other one if it says the same: thousands of runs are known, and most do not change. */
    RunMark sharedWith(@Nullable RunMark other) {
        return equals(other) && other != null ? other : this;
    }

    boolean isInactive() {
        return new RunState(state).isInactive();
    }
}
