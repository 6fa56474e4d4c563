// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as the server answered it at one moment. Two runs are equal if all of it is equal.
 *
 * @param path where it is; its id is unique in the project
 * @param storageId the server's opaque id, which mutations want; made of names, so it does not survive a rename
 * @param projectId the project's internal id, a number in text form; null where the server does not say
 * @param displayName the name people gave it, not unique
 * @param state in lower case
 * @param tags in the server's order
 * @param group what runs are grouped by
 * @param jobType for example train or eval
 * @param sweep id of the sweep it belongs to
 * @param notes in Markdown
 * @param createdAt server's time
 * @param heartbeatAt when a writer last said anything, server's time in whole seconds; edits do not move it
 * @param commit Git commit the run was started from
 * @param user who started it; null for service accounts and deleted users
 * @param historyLineCount lines of history, 0 if the server does not say; W&amp;B counts lines, not rows, and it can go back
 * @param eventsLineCount rows of system metrics, counted alike
 * @param logLineCount lines of the console, counted alike
 * @param config the configuration without W&amp;B's internals, each value unwrapped; empty unless complete
 * @param summary the last or best value of each metric; empty unless complete
 * @param isComplete whether {@code config} and {@code summary} were asked for
 * @param metadata what its file {@code wandb-metadata.json} says: Git, program, host, system, Python, GPUs, and the arguments of the command
 *     line, which may hold secrets; empty where it was not asked for or is not there
 * @param url where people look at it
 */
public record Run(
        RunPath path,
        String storageId,
        @Nullable String projectId,
        @Nullable String displayName,
        RunState state,
        List<String> tags,
        @Nullable String group,
        @Nullable String jobType,
        @Nullable String sweep,
        @Nullable String notes,
        @Nullable Instant createdAt,
        @Nullable Instant heartbeatAt,
        @Nullable String commit,
        @Nullable String user,
        long historyLineCount,
        long eventsLineCount,
        long logLineCount,
        Map<String, @Nullable Object> config,
        Map<String, @Nullable Object> summary,
        boolean isComplete,
        Map<String, @Nullable Object> metadata,
        String url)
        implements WandbObject {

    public Run {
        tags = List.copyOf(tags);
        config = config.isEmpty() ? Map.of() : Collections.unmodifiableMap(config);
        summary = summary.isEmpty() ? Map.of() : Collections.unmodifiableMap(summary);
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(metadata);
    }

    /**
     * All of it as JSON values, times as ISO-8601 texts; {@code config} and {@code summary} only if it is complete, {@code metadata}
     * and what is taken from it only if there is some. Jackson writes a run so, too.
     */
    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("entity", path.entity());
        map.put("project", path.project());
        map.put("runId", path.runId());
        map.put("storageId", storageId);
        map.put("projectId", projectId);
        map.put("displayName", displayName);
        map.put("state", state.value());
        map.put("tags", tags);
        map.put("group", group);
        map.put("jobType", jobType);
        map.put("sweep", sweep);
        map.put("notes", notes);
        map.put("createdAt", JsonTexts.of(createdAt));
        map.put("heartbeatAt", JsonTexts.of(heartbeatAt));
        map.put("commit", commit);
        map.put("user", user);
        map.put("historyLineCount", historyLineCount);
        map.put("eventsLineCount", eventsLineCount);
        map.put("logLineCount", logLineCount);
        map.put("url", url);
        if (isComplete) {
            map.put("config", config);
            map.put("summary", summary);
        }
        if (!metadata.isEmpty()) {
            map.put("gitRemote", gitRemote());
            map.put("program", program());
            map.put("host", host());
            map.put("metadata", metadata);
        }
        return Collections.unmodifiableMap(map);
    }

    /** Address of the Git repository, as the metadata say; null if they do not. */
    public @Nullable String gitRemote() {
        return metadata.get("git") instanceof Map<?, ?> git && git.get("remote") instanceof String remote
                ? remote
                : null;
    }

    /** The script that was started, as the metadata say; null if they do not. */
    public @Nullable String program() {
        return metadata.get("program") instanceof String program ? program : null;
    }

    /** Name of the machine, as the metadata say; null if they do not. */
    public @Nullable String host() {
        return metadata.get("host") instanceof String host ? host : null;
    }

    /** The same with what its file of metadata says. */
    public Run withMetadata(Map<String, @Nullable Object> value) {
        return new Run(
                path,
                storageId,
                projectId,
                displayName,
                state,
                tags,
                group,
                jobType,
                sweep,
                notes,
                createdAt,
                heartbeatAt,
                commit,
                user,
                historyLineCount,
                eventsLineCount,
                logLineCount,
                config,
                summary,
                isComplete,
                value,
                url);
    }

    @Override
    public String toString() {
        return path + " (" + state + ")";
    }
}
