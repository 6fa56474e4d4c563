// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query.
 *
 * @param runs not empty unless it is the last page
 * @param nextCursor where the next page begins, null on the last one; the cursors of W&amp;B are positions in the listing of the moment
 * @param lastCreatedAt when the last run was created, in the server's own writing, with its zone; null if it does not say
 * @param count how many runs there were in all when the page was answered; null if that was not asked for
 */
public record RunPage(
        List<Run> runs,
        @Nullable String nextCursor,
        @Nullable String lastCreatedAt,
        @Nullable Long count) {

    public RunPage {
        runs = List.copyOf(runs);
    }

    /** The same page with the same runs, of which more is known. */
    RunPage withRuns(List<Run> described) {
        return new RunPage(described, nextCursor, lastCreatedAt, count);
    }
}
