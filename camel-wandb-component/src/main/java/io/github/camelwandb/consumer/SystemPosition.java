// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.history.SystemRows.Place;
import io.github.camelwandb.client.model.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the system metrics of a run were told.
 *
 * @param createdAt of the run: another one may get its id
 * @param place behind the last row that was told
 * @param passed lines to pass over at first; the place behind them is not known yet
 * @param lines how many were answered when all of them had been told, or what W&B counted then
 */
record SystemPosition(@Nullable Instant createdAt, Place place, long passed, long lines) implements Feed.Position {

    static SystemPosition atStart(Run run) {
        return new SystemPosition(run.createdAt(), Place.BEGINNING, 0, 0);
    }

    static SystemPosition behind(Run run) {
        long lines = run.eventsLineCount();
        return new SystemPosition(run.createdAt(), Place.BEGINNING, lines, lines);
    }

    SystemPosition at(Place next) {
        return new SystemPosition(createdAt, next, 0, lines);
    }

    SystemPosition withLines(long counted) {
        return new SystemPosition(createdAt, place, passed, counted);
    }

    @Override
    public String encode() {
        ObjectNode entry = Entries.begin(createdAt).put("lines", lines);
        if (passed > 0) {
            entry.put("passed", passed);
        }
        if (place.rows() > 0) {
            entry.put("seconds", place.seconds()).put("rows", place.rows());
        }
        return Entries.text(entry);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #encode} wrote */
    static SystemPosition decode(String text) {
        JsonNode entry = Entries.read(text, "lines");
        return new SystemPosition(
                Entries.createdAt(entry),
                entry.has("seconds")
                        ? new Place(
                                entry.path("seconds").asDouble(),
                                entry.path("rows").asInt())
                        : Place.BEGINNING,
                entry.path("passed").asLong(),
                entry.path("lines").asLong());
    }
}
