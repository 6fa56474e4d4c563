// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of a run beyond a position. It keeps nothing about single runs: a {@link FeedFollower} owns their positions.
 *
 * @param <P> how far a run was told
 */
interface Feed<P extends Feed.Position> {

    /** How far a run was told. */
    interface Position extends Ledger.Entry {

        /** When the run was created: another one may get its id. */
        @Nullable
        Instant createdAt();

        default boolean isOf(Run run) {
            return Entries.isSame(createdAt(), run);
        }
    }

    /** A message, and the position that holds when it and all before it have completed. */
    record Item<P>(P after, Consumer<Message> content) {}

    /**
     * The next messages of a run.
     *
     * @param from the position they begin at, to be stored before they are told
     * @param items none where there is nothing more to tell
     * @param isShort whether the server counts more than it shows: without items it is to be looked at again, later
     */
    record Page<P>(P from, List<Item<P>> items, boolean isShort) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** Where a run starts of which nothing was told. */
    P start(Run run);

    /** Where a run starts of which only what follows is to be told. */
    P startBehind(Run run);

    /** @throws IllegalArgumentException if the text is not what {@link Ledger.Entry#encode} wrote */
    P decode(String entry);

    /**
     * Whether there may be something to tell.
     *
     * @param isSweep whether it is time to look also at what would be passed over for now
     */
    boolean hasNews(P position, Run run, boolean isSweep);

    /** What to tell next; it fails with the server's answer. */
    CompletableFuture<Page<P>> next(P position, Run run);

    /** What is left to tell of a run that is no longer there. */
    Page<P> farewell(P position);
}
