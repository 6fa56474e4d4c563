// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run that is listed is only the one that had the id before: the server's replicas may lag. What was created before the run that is
 * followed is that one, unless it stays.
 */
final class OlderRun {

    private final Clock clock;
    private @Nullable Since shown;

    OlderRun(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes note of what is listed, and answers whether it is to be passed over.
     *
     * @param createdAt of the run that is followed
     */
    boolean isPassedOver(@Nullable Instant createdAt, Run listed) {
        boolean isOlder = createdAt != null
                && listed.createdAt() != null
                && listed.createdAt().isBefore(createdAt)
                && !Entries.isSame(createdAt, listed);
        if (!isOlder) {
            shown = null;
            return false;
        }
        shown = shown == null ? new Since(clock, LineCount.LAG) : shown;
        return !shown.begun().isLongEnough();
    }

    /** What is asked of a run, where a replica that lags answers of the one that had its id. */
    static <T> CompletableFuture<T> answered(String what) {
        return CompletableFuture.failedFuture(
                new IllegalStateException("its " + what + " came as those of another run, which has or had its id"));
    }
}
