// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a consumer follows: it is told at each poll which runs there are, and hands messages to the route. */
interface RunStream {

    /** Called once, with the first complete listing of this subscription, before {@link #listed}. */
    void firstListing(List<Run> runs);

    /**
     * Takes note of a listing and returns without waiting for what follows from it.
     *
     * @param isSweep whether all is to be looked at, also what would be passed over for now
     */
    void listed(List<Run> runs, boolean isSweep);

    /** Run ids that must be asked for by name when the filter no longer shows them: we are not done with them. */
    Collection<String> unsettled();

    /** How far it is with each run; asked by any thread. */
    default Stream<FollowedRun> followed() {
        return Stream.empty();
    }

    /** Whether messages are on their way to the route, or wait for the next poll to let them go. */
    default boolean isBusy() {
        return false;
    }

    /** These unsettled runs are no longer there; told again at each poll at which they are unsettled still. */
    void gone(Collection<String> runIds);
}
