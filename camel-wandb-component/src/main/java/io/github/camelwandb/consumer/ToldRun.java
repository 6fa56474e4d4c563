// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.RunState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was told of a run, and what of it is still to be told.
 *
 * @param run as it was when there was something to tell; without its notes, which may be long, once all of that was told
 * @param content a hash of what people see of it
 * @param pending what is still to be told of it, in order
 * @param isGone whether its disappearance was the last there was to tell
 */
record ToldRun(Run run, String content, List<RunChange> pending, boolean isGone) implements Feed.Position {

    private static final int HASH_BYTES = 12;

    ToldRun {
        pending = List.copyOf(pending);
    }

    @Override
    public @Nullable Instant createdAt() {
        return run.createdAt();
    }

    /** A run of which nothing was told. */
    static ToldRun unknown(Run run) {
        return new ToldRun(run, contentOf(run), List.of(), true);
    }

    /** A run of which nothing is left to tell. */
    static ToldRun known(Run run) {
        return new ToldRun(withoutNotes(run), contentOf(run), List.of(), false);
    }

    /** What is to be told: first what is left of it, then what has become of the run. */
    ToldRun next(Run listed) {
        if (!pending.isEmpty()) {
            return isWithoutItsNotes(listed)
                    ? new ToldRun(withNotes(run, listed.notes()), content, pending, isGone)
                    : this;
        }
        List<RunChange> changes = changesTo(listed);
        return changes.isEmpty() ? this : new ToldRun(withLastSignOfLife(listed), contentOf(listed), changes, false);
    }

    /** An earlier one is what a replica shows that lags: beside it the one that was told would be another end. */
    private Run withLastSignOfLife(Run listed) {
        return !isGone && isOf(listed) && isLater(run.heartbeatAt(), listed.heartbeatAt())
                ? with(listed, listed.notes(), run.heartbeatAt())
                : listed;
    }

    /** They are not stored, and nobody tells of them again. */
    private boolean isWithoutItsNotes(Run listed) {
        return run.notes() == null && listed.notes() != null && content.equals(contentOf(listed));
    }

    /** The run is no longer there. */
    ToldRun withoutRun() {
        if (isGone && pending.isEmpty() || pending.contains(RunChange.DISAPPEARED)) {
            return this;
        }
        List<RunChange> changes = new ArrayList<>(pending);
        changes.add(RunChange.DISAPPEARED);
        return new ToldRun(run, content, changes, false);
    }

    /** The first of what was pending was told. */
    ToldRun told() {
        List<RunChange> left = pending.subList(1, pending.size());
        return new ToldRun(
                left.isEmpty() ? withoutNotes(run) : run,
                content,
                left,
                left.isEmpty() && pending.get(0) == RunChange.DISAPPEARED);
    }

    private List<RunChange> changesTo(Run listed) {
        boolean hasEnded = listed.state().isInactive();
        if (isGone || !isOf(listed)) {
            return hasEnded ? List.of(RunChange.APPEARED, RunChange.ENDED) : List.of(RunChange.APPEARED);
        }
        if (hasEnded && hasEndedSince(listed)) {
            return List.of(RunChange.ENDED);
        }
        return content.equals(contentOf(listed)) ? List.of() : List.of(RunChange.CHANGED);
    }

    /**
     * A sign of life after its end means that it went on and has ended again. An earlier one, or none, is what a replica shows that lags.
     */
    private boolean hasEndedSince(Run listed) {
        return !run.state().equals(listed.state()) || isLater(listed.heartbeatAt(), run.heartbeatAt());
    }

    private static boolean isLater(@Nullable Instant heartbeat, @Nullable Instant told) {
        return heartbeat != null && (told == null || heartbeat.isAfter(told));
    }

    private static String contentOf(Run run) {
        List<@Nullable Object> content = Arrays.asList(
                run.state().value(),
                run.displayName(),
                run.tags().stream().sorted().toList(), // servers give them in any order
                run.group(),
                run.jobType(),
                run.sweep(),
                run.notes(),
                run.commit(),
                run.user());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Entries.JSON.writeValueAsBytes(content));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Run withoutNotes(Run run) {
        return withNotes(run, null);
    }

    private static Run withNotes(Run run, @Nullable String notes) {
        return with(run, notes, run.heartbeatAt());
    }

    private static Run with(Run run, @Nullable String notes, @Nullable Instant heartbeatAt) {
        return new Run(
                run.path(),
                run.storageId(),
                run.projectId(),
                run.displayName(),
                run.state(),
                run.tags(),
                run.group(),
                run.jobType(),
                run.sweep(),
                notes,
                run.createdAt(),
                heartbeatAt,
                run.commit(),
                run.user(),
                run.historyLineCount(),
                run.eventsLineCount(),
                run.logLineCount(),
                Map.of(),
                Map.of(),
                false,
                Map.of(),
                run.url());
    }

    @Override
    public String encode() {
        ObjectNode entry = Entries.begin(run.createdAt()).put("content", content);
        if (isGone) {
            entry.put("gone", true);
        }
        ArrayNode changes = entry.putArray("pending");
        pending.forEach(change -> changes.add(change.name()));
        entry.set("run", Entries.JSON.valueToTree(withoutNotes(run)));
        return Entries.text(entry);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #encode} wrote */
    static ToldRun decode(String text) {
        JsonNode entry = Entries.read(text, "content");
        List<RunChange> pending = new ArrayList<>();
        entry.path("pending").forEach(change -> pending.add(RunChange.valueOf(change.asText())));
        return new ToldRun(
                run(entry.path("run")),
                entry.path("content").asText(),
                pending,
                entry.path("gone").asBoolean());
    }

    private static Run run(JsonNode run) {
        List<String> tags = new ArrayList<>();
        run.path("tags").forEach(tag -> tags.add(tag.asText()));
        return new Run(
                new RunPath(
                        run.path("entity").asText(),
                        run.path("project").asText(),
                        run.path("runId").asText()),
                run.path("storageId").asText(),
                text(run.path("projectId")),
                text(run.path("displayName")),
                new RunState(run.path("state").asText()),
                tags,
                text(run.path("group")),
                text(run.path("jobType")),
                text(run.path("sweep")),
                null,
                Entries.instant(run.path("createdAt")),
                Entries.instant(run.path("heartbeatAt")),
                text(run.path("commit")),
                text(run.path("user")),
                run.path("historyLineCount").asLong(),
                run.path("eventsLineCount").asLong(),
                run.path("logLineCount").asLong(),
                Map.of(),
                Map.of(),
                false,
                Map.of(),
                run.path("url").asText());
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }
}
