// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.Run;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the entries of feeds have in common: one line of JSON with a version, the run's time of creation and a checksum. */
final class Entries {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int VERSION = 1;

    private Entries() {}

    static ObjectNode begin(@Nullable Instant createdAt) {
        ObjectNode entry = JSON.createObjectNode().put("v", VERSION);
        return createdAt == null ? entry : entry.put("createdAt", createdAt.toString());
    }

    static String text(ObjectNode entry) {
        return Checksummed.of(entry.toString().replace("=", "\\u003d")); // stores split at it
    }

    /**
     * @param member that the entry must have
     * @throws IllegalArgumentException if it is not such an entry
     */
    static JsonNode read(String text, String member) {
        try {
            JsonNode entry = JSON.readTree(Checksummed.read(text));
            if (entry.path("v").asInt() != VERSION || !entry.has(member)) {
                throw new IllegalArgumentException(
                        "it is of version " + entry.path("v") + " or of another stream, and has no '" + member + "'");
            }
            return entry;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
    }

    static @Nullable Instant createdAt(JsonNode entry) {
        return instant(entry.path("createdAt"));
    }

    static @Nullable Instant instant(JsonNode value) {
        try {
            return value.isTextual() ? Instant.parse(value.asText()) : null;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it has no time but " + value, e);
        }
    }

    /** Whether it is the run that was created then, as far as one can know: a server may write the same time less exactly, or leave it out. */
    static boolean isSame(@Nullable Instant createdAt, Run run) {
        return isSame(createdAt, run.createdAt());
    }

    static boolean isSame(@Nullable Instant createdAt, @Nullable Instant now) {
        return createdAt == null
                || now == null
                || createdAt.equals(now)
                || isCutFrom(createdAt, now)
                || isCutFrom(now, createdAt);
    }

    private static boolean isCutFrom(Instant exact, Instant cut) {
        return Stream.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS)
                .anyMatch(unit -> exact.truncatedTo(unit).equals(cut));
    }
}
