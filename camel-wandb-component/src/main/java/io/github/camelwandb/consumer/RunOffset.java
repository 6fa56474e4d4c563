// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.Run;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has been delivered.
 *
 * @param createdAt when the run was created: a run of the same id with another time is another run
 * @param generation how often its history has begun or was rewritten, from 1
 * @param firstStep the first step that is followed
 * @param nextStep the first step of which not every row has completed; less than 0 while it is to be found out where the run starts, which is
 *     behind the lines of {@code delivered}
 * @param lines the lines of history that are accounted for: rows that were delivered, filtered out or skipped
 * @param linesBehind lines behind those that are no rows: they count among the lines once a row behind them has completed
 * @param accepted how many more lines W&amp;B counts than can be read, less than 0 if it counts fewer: looked into, and done without
 * @param rewrittenFrom in a new generation that replays rows, the first of them, until it has completed; null otherwise
 * @param anchors rows that were delivered
 * @param delivered the last listing whose rows had all completed, null before the first
 */
record RunOffset(
        @Nullable Instant createdAt,
        int generation,
        long firstStep,
        long nextStep,
        long lines,
        long linesBehind,
        long accepted,
        @Nullable Long rewrittenFrom,
        Anchors anchors,
        @Nullable RunMark delivered)
        implements Ledger.Entry {

    private static final int VERSION = 1;
    private static final long NOT_FOUND = -1;
    private static final ObjectMapper JSON = new ObjectMapper();

    static RunOffset startingAt(Run run, long step) {
        return new RunOffset(run.createdAt(), 1, step, step, 0, 0, 0, null, Anchors.none(), null);
    }

    /** It starts behind the rows that are there, wherever that is. */
    static RunOffset toBeFound(Run run) {
        return startingAt(run, NOT_FOUND).withDelivered(RunMark.of(run));
    }

    /** Whether it is known where the run starts. */
    boolean isFound() {
        return nextStep != NOT_FOUND;
    }

    /**
     * From the last row that still stands on, everything comes again.
     *
     * @param lowestStep where to begin if none does
     */
    RunOffset replayed(Run run, Optional<Anchor> lastStanding, long lowestStep) {
        long step = lastStanding.map(anchor -> anchor.step() + 1).orElse(lowestStep);
        long first = lastStanding.isPresent() ? Math.min(firstStep, step) : step;
        return anew(run.createdAt(), first, step, linesUpTo(lastStanding), step, anchors.upTo(lastStanding));
    }

    /** What was delivered is not delivered again, whatever stands there now: the run is followed from behind it on. */
    RunOffset continued(Run run, Optional<Anchor> lastStanding) {
        Anchors passed = anchors.upTo(lastStanding).passed();
        return anew(run.createdAt(), nextStep, nextStep, 0, null, passed);
    }

    private static long linesUpTo(Optional<Anchor> last) {
        return last.map(anchor -> Math.max(0, anchor.rows())).orElse(0L);
    }

    /** In the next generation, of which nothing was accepted or listed yet. */
    private RunOffset anew(
            @Nullable Instant created, long first, long next, long known, @Nullable Long from, Anchors remembered) {
        return new RunOffset(created, generation + 1, first, next, known, 0, 0, from, remembered, null);
    }

    /**
     * Rows up to this one, which is the last of its step, have completed.
     *
     * @param moreLines lines of history up to it
     * @param remembered the rows that are remembered, this one the newest
     */
    RunOffset after(HistoryRow last, long moreLines, Anchors remembered) {
        return at(last.step() + 1, lines + moreLines, 0, accepted, remembered);
    }

    /** Lines are accounted for, up to a row below the position. */
    RunOffset withMoreLines(long moreLines) {
        return at(nextStep, lines + moreLines, moreLines == 0 ? linesBehind : 0, accepted, anchors);
    }

    /** All rows have completed; behind the last one there are lines that are none. */
    RunOffset withLinesBehind(long count) {
        return count == linesBehind ? this : at(nextStep, lines, count, accepted, anchors);
    }

    /** The lines that cannot be read, or that were read and are not counted, are done without. */
    RunOffset accepting(RunMark mark) {
        return at(nextStep, lines, linesBehind, mark.lines() - lines - linesBehind, anchors);
    }

    /** Rows that were there before it was followed are remembered. */
    RunOffset remembering(Anchors rows) {
        return at(nextStep, lines, linesBehind, accepted, rows);
    }

    /** What an audit has counted anew: there are not fewer lines than that. */
    RunOffset recounted(long allLines, Anchors counted) {
        return at(nextStep, allLines, linesBehind, Math.max(0, accepted), counted);
    }

    /** In the same generation. */
    private RunOffset at(long next, long known, long behind, long doneWithout, Anchors remembered) {
        return new RunOffset(
                createdAt,
                generation,
                firstStep,
                next,
                known,
                behind,
                doneWithout,
                rewrittenFrom,
                remembered,
                delivered);
    }

    /** The first row of the generation has completed. */
    RunOffset begun() {
        return rewrittenFrom == null ? this : with(null, delivered);
    }

    RunOffset withDelivered(@Nullable RunMark mark) {
        return with(rewrittenFrom, mark);
    }

    private RunOffset with(@Nullable Long from, @Nullable RunMark mark) {
        return new RunOffset(
                createdAt, generation, firstStep, nextStep, lines, linesBehind, accepted, from, anchors, mark);
    }

    /** Whether it is the run's, and not that of another one that had its id. */
    boolean isOf(Run run) {
        return Entries.isSame(createdAt, run);
    }

    /** Whether the run that was created then is this one, and not another one that has or had its id; also if it is not known when. */
    boolean isOf(@Nullable Instant runCreatedAt) {
        return Entries.isSame(createdAt, runCreatedAt);
    }

    /** The lines that W&amp;B should count. */
    long explained() {
        return lines + linesBehind + accepted;
    }

    /** How dense the rows have been so far, more than 0 and at most 1. */
    double rowsPerStep() {
        long steps = nextStep - firstStep;
        return lines <= 0 || steps <= 0 ? 1 : Math.min(1, (double) lines / steps);
    }

    /** One line of text with a checksum, because stores tear values: JSON, {@code #}, CRC-32C. */
    @Override
    public String encode() {
        ObjectNode entry = JSON.createObjectNode().put("v", VERSION);
        if (createdAt != null) {
            entry.put("createdAt", createdAt.toString());
        }
        entry.put("generation", generation)
                .put("firstStep", firstStep)
                .put("nextStep", nextStep)
                .put("lines", lines);
        if (linesBehind != 0) {
            entry.put("linesBehind", linesBehind);
        }
        if (accepted != 0) {
            entry.put("accepted", accepted);
        }
        if (rewrittenFrom != null) {
            entry.put("rewrittenFrom", rewrittenFrom);
        }
        ArrayNode rows = entry.putArray("anchors");
        for (Anchor anchor : anchors.list()) {
            ArrayNode row = rows.addArray().add(anchor.step()).add(anchor.rows());
            if (!Double.isNaN(anchor.timestamp())) {
                row.add(anchor.timestamp());
            }
        }
        if (delivered != null) {
            ObjectNode mark =
                    entry.putObject("delivered").put("lines", delivered.lines()).put("state", delivered.state());
            if (delivered.heartbeatAt() != null) {
                mark.put("heartbeatAt", delivered.heartbeatAt().toString());
            }
        }
        return Checksummed.of(entry.toString());
    }

    @Override
    public boolean isConstant() {
        return true;
    }

    /** @throws IllegalArgumentException if the text is not what {@link #encode} wrote */
    static RunOffset decode(String text) {
        try {
            return of(JSON.readTree(Checksummed.read(text)));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
    }

    private static RunOffset of(JsonNode entry) {
        if (entry.path("v").asInt() != VERSION) {
            throw new IllegalArgumentException("it is of version " + entry.path("v") + ", not " + VERSION);
        }
        List<Anchor> anchors = new ArrayList<>();
        for (JsonNode row : entry.path("anchors")) {
            anchors.add(new Anchor(
                    row.path(0).asLong(),
                    row.has(2) ? row.path(2).asDouble() : Double.NaN,
                    row.path(1).asLong()));
        }
        JsonNode mark = entry.path("delivered");
        return new RunOffset(
                instant(entry.path("createdAt")),
                entry.path("generation").asInt(),
                entry.path("firstStep").asLong(),
                entry.path("nextStep").asLong(),
                entry.path("lines").asLong(),
                entry.path("linesBehind").asLong(),
                entry.path("accepted").asLong(),
                entry.has("rewrittenFrom") ? entry.path("rewrittenFrom").asLong() : null,
                new Anchors(anchors),
                mark.isMissingNode()
                        ? null
                        : new RunMark(
                                mark.path("lines").asLong(),
                                mark.path("state").asText(),
                                instant(mark.path("heartbeatAt"))));
    }

    private static @Nullable Instant instant(JsonNode text) {
        return text.isMissingNode() ? null : Instant.parse(text.asText());
    }
}
