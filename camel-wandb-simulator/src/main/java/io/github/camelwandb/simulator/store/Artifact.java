// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** One version of an artifact. What it is made of does not change once it is committed. Safe for use by several threads. */
public final class Artifact {

    /** What its creator says about it. */
    public record Description(
            String digest,
            @Nullable String digestAlgorithm,
            @Nullable String text,
            @Nullable String metadata,
            List<String> tags) {}

    private final String id;
    private final ArtifactCollection collection;
    private final @Nullable Run creator;
    private volatile Description description;
    private final Clock clock;
    private final Instant createdAt;
    private final Map<String, RunFile> files = new ConcurrentSkipListMap<>();
    private volatile @Nullable RunFile manifest;
    private volatile @Nullable Integer version;

    Artifact(String id, ArtifactCollection collection, @Nullable Run creator, Description description, Clock clock) {
        this.id = id;
        this.collection = collection;
        this.creator = creator;
        this.description = description;
        this.clock = clock;
        this.createdAt = clock.instant();
    }

    /** The opaque id. */
    public String id() {
        return id;
    }

    public ArtifactCollection collection() {
        return collection;
    }

    /** The run that logged it. */
    public @Nullable Run creator() {
        return creator;
    }

    public Description description() {
        return description;
    }

    /** Says something else about it. Its digest should stay what it is. */
    public void describe(Description changed) {
        description = changed;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Stores a file of its content. */
    public void write(String name, byte[] content) {
        files.put(name, new RunFile(name, content, clock.instant()));
    }

    /** Stores the list of its content. */
    public void writeManifest(byte[] content) {
        manifest = new RunFile("wandb_manifest.json", content, clock.instant());
    }

    public @Nullable RunFile manifest() {
        return manifest;
    }

    /** What its manifest says of each name; nothing if it has none. */
    Map<String, JsonNode> listed() {
        RunFile stored = manifest;
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        if (stored != null) {
            JsonText.parse(new String(stored.content(), StandardCharsets.UTF_8))
                    .path("contents")
                    .properties()
                    .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        }
        return entries;
    }

    /** Files that were uploaded for it, by name. */
    public Map<String, RunFile> files() {
        return files;
    }

    /** Bytes in all files. */
    public long size() {
        return files.values().stream().mapToLong(file -> file.content().length).sum();
    }

    void committed(int number) {
        version = number;
    }

    /** The N of {@code vN}; null until it is committed. */
    public @Nullable Integer version() {
        return version;
    }
}
