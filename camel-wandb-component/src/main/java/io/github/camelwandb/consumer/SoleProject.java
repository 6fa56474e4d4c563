// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The project that the runs are of. One that was created anew has another id, and the server's replicas may lag and show now the one before,
 * now the new one: that the others are no longer there is believed once only one has been shown for a while.
 */
final class SoleProject {

    private final Since alone;
    private @Nullable String shown;

    SoleProject(Clock clock) {
        this.alone = new Since(clock, LineCount.LAG);
    }

    /** Takes note of a listing, and answers the id of a project that takes the place of all others. */
    Optional<String> after(Collection<Run> listing) {
        Set<String> ids = new LinkedHashSet<>();
        listing.forEach(run -> ids.add(RunKey.of(run).projectId()));
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        String first = ids.iterator().next();
        if (ids.size() > 1 || !first.equals(shown)) {
            shown = first;
            alone.ended();
        }
        return alone.begun().isLongEnough() ? Optional.of(first) : Optional.empty();
    }
}
