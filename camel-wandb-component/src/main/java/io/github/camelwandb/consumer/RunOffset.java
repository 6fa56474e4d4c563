// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.Run;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has been delivered.
 *
 * @param createdAt when the run was created: a run of the same id with another time is another run
 * @param generation how often its history has begun, from 1
 * @param nextStep the first step of which not every row has completed
 * @param lines the lines of history that are accounted for: delivered, filtered out, or accepted as not readable
 * @param delivered the last listing whose rows had all completed, null before the first
 */
record RunOffset(
        @Nullable Instant createdAt,
        int generation,
        long nextStep,
        long lines,
        @Nullable RunMark delivered) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    static RunOffset startingAt(Run run, long step) {
        return new RunOffset(run.createdAt(), 1, step, 0, null);
    }

    /** The history of the run has begun anew. */
    RunOffset nextGeneration(Run run) {
        return new RunOffset(run.createdAt(), generation + 1, 0, 0, null);
    }

    RunOffset after(long step, long moreLines) {
        return new RunOffset(createdAt, generation, step, lines + moreLines, delivered);
    }

    RunOffset withDelivered(RunMark mark) {
        return new RunOffset(createdAt, generation, nextStep, Math.max(lines, mark.lines()), mark);
    }

    /** How dense the rows have been so far, more than 0 and at most 1. */
    double rowsPerStep() {
        return lines == 0 || nextStep == 0 ? 1 : Math.min(1, (double) lines / nextStep);
    }

    /** One line of text with a checksum, because stores tear values: JSON, {@code #}, CRC-32C. */
    String encode() {
        ObjectNode entry = JSON.createObjectNode().put("v", VERSION);
        if (createdAt != null) {
            entry.put("createdAt", createdAt.toString());
        }
        entry.put("generation", generation).put("nextStep", nextStep).put("lines", lines);
        if (delivered != null) {
            ObjectNode mark =
                    entry.putObject("delivered").put("lines", delivered.lines()).put("state", delivered.state());
            if (delivered.heartbeatAt() != null) {
                mark.put("heartbeatAt", delivered.heartbeatAt().toString());
            }
        }
        String text = entry.toString();
        return text + "#" + checksum(text);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #encode} wrote */
    static RunOffset decode(String entry) {
        int end = entry.lastIndexOf('#');
        if (end < 0 || !entry.substring(end + 1).equals(checksum(entry.substring(0, end)))) {
            throw new IllegalArgumentException("its checksum does not match: it was torn or changed");
        }
        try {
            return of(JSON.readTree(entry.substring(0, end)));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
    }

    private static RunOffset of(JsonNode entry) {
        if (entry.path("v").asInt() != VERSION) {
            throw new IllegalArgumentException("it is of version " + entry.path("v") + ", not " + VERSION);
        }
        JsonNode mark = entry.path("delivered");
        return new RunOffset(
                instant(entry.path("createdAt")),
                entry.path("generation").asInt(),
                entry.path("nextStep").asLong(),
                entry.path("lines").asLong(),
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

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
