// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer does at this moment, for those who watch it.
 *
 * @param runs the runs it follows
 * @param rowsDelivered rows, or other messages, whose exchanges have completed since the consumer started
 * @param inFlight exchanges that were handed over and have not ended
 * @param lastListing when the runs were last listed, null before the first time
 * @param lastError what the last poll failed with, null if it did not
 * @param storeFailure why positions cannot be stored, null if they can: nothing is delivered meanwhile
 */
public record Following(
        List<FollowedRun> runs,
        long rowsDelivered,
        int inFlight,
        @Nullable Instant lastListing,
        @Nullable Throwable lastError,
        @Nullable Throwable storeFailure) {

    /** Of a consumer that is not started. */
    static final Following NOTHING = new Following(List.of(), 0, 0, null, null, null);

    /** Runs that have ended and of which every row has completed. */
    public long settled() {
        return runs.stream().filter(FollowedRun::isSettled).count();
    }

    /** Runs that wait because something about them failed. */
    public List<FollowedRun> held() {
        return runs.stream().filter(FollowedRun::isHeld).toList();
    }

    /** Lines of history that W&amp;B counts and that are not accounted for, of all runs. */
    public long lag() {
        return runs.stream().mapToLong(FollowedRun::lag).sum();
    }

    /** What keeps the consumer from following, if anything does. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(storeFailure).or(() -> Optional.ofNullable(lastError));
    }
}
