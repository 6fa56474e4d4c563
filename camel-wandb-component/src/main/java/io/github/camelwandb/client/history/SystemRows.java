// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.SystemRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a run's system metrics.
 *
 * @param lines how many rows the server counts, 0 if it does not say
 * @param received how many it answered with, which may be a sample
 * @param rows the wanted ones, by time
 * @param hasMore whether there are wanted ones behind them
 * @param runCreatedAt when the run was created whose rows they are, null if the server does not say
 */
public record SystemRows(
        long lines,
        int received,
        List<SystemRow> rows,
        boolean hasMore,
        @Nullable Instant runCreatedAt) {

    /**
     * A place.
     *
     * @param lines how many rows the server counts, 0 if it does not say
     * @param runCreatedAt when the run was created among whose rows it is, null if the server does not say
     */
    public record PlaceOf(Place place, long lines, @Nullable Instant runCreatedAt) {}

    public SystemRows {
        rows = List.copyOf(rows);
    }

    /**
     * A place among rows by time: behind the first so many rows of a time.
     *
     * @param seconds since the epoch; negative infinity for the beginning
     */
    public record Place(double seconds, int rows) {

        public static final Place BEGINNING = new Place(Double.NEGATIVE_INFINITY, 0);

        /** The place behind the next row, which has this time. */
        public Place behind(double next) {
            return new Place(next, next == seconds ? rows + 1 : 1);
        }
    }
}
