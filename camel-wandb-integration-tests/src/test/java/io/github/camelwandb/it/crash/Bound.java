// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import java.time.Duration;
import java.util.List;

/**
 * How many rows of a run may come again after a kill.
 *
 * @param inFlight the exchanges of the run that may be under way, each with a row
 * @param uncommitted how long a completed exchange may have waited for the commit of its position; zero: it waits for none
 */
record Bound(int inFlight, Duration uncommitted) {

    /** @param before what the life that was killed has written of the run, in this order */
    long repeats(List<Written> before) {
        if (uncommitted.isZero() || before.isEmpty()) {
            return inFlight;
        }
        long since = before.get(before.size() - 1).time() - uncommitted.toMillis();
        return inFlight + before.stream().filter(row -> row.time() >= since).count();
    }
}
