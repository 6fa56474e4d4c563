// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.util.List;
import java.util.Set;

/**
 * What a poll found out about the runs.
 *
 * @param runs each once; not all there are, unless that was asked for
 * @param isSweep whether it is time to look at all runs, also those that only showed life
 * @param gone ids of the unsettled runs that are no longer there
 */
record Listing(List<Run> runs, boolean isSweep, Set<String> gone) {

    Listing {
        runs = List.copyOf(runs);
        gone = Set.copyOf(gone);
    }
}
