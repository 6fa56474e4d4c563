// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.Run;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the console of a run was told.
 *
 * @param createdAt of the run: another one may get its id
 * @param generation how often the console was found to have begun anew, 1 for the first
 * @param next number of the next line
 * @param cursor to ask on with, of a page that ends before that line; null where there is none yet
 * @param lines what was told, or what W&B counted when nothing more of it was shown
 */
record LogPosition(
        @Nullable Instant createdAt,
        int generation,
        long next,
        @Nullable String cursor,
        long lines) implements Feed.Position {

    static LogPosition atStart(Run run) {
        return new LogPosition(run.createdAt(), 1, 0, null, 0);
    }

    static LogPosition behind(Run run) {
        return new LogPosition(run.createdAt(), 1, run.logLineCount(), null, run.logLineCount());
    }

    /** The console has begun anew. */
    LogPosition anew(Run run) {
        return new LogPosition(run.createdAt(), generation + 1, 0, null, 0);
    }

    boolean isOfSameConsole(LogPosition other) {
        return generation == other.generation && Objects.equals(createdAt, other.createdAt);
    }

    /** What was told is counted as told, also where more is counted: a lower count is then seen to be one. */
    LogPosition at(long line) {
        return new LogPosition(createdAt, generation, line, cursor, line);
    }

    LogPosition withCursor(@Nullable String end) {
        return new LogPosition(createdAt, generation, next, end, lines);
    }

    LogPosition withLines(long counted) {
        return new LogPosition(createdAt, generation, next, cursor, counted);
    }

    @Override
    public String encode() {
        ObjectNode entry = Entries.begin(createdAt)
                .put("generation", generation)
                .put("next", next)
                .put("lines", lines);
        if (cursor != null) {
            entry.put("cursor", cursor);
        }
        return Entries.text(entry);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #encode} wrote */
    static LogPosition decode(String text) {
        JsonNode entry = Entries.read(text, "next");
        return new LogPosition(
                Entries.createdAt(entry),
                entry.path("generation").asInt(),
                entry.path("next").asLong(),
                entry.has("cursor") ? entry.path("cursor").asText() : null,
                entry.path("lines").asLong());
    }
}
