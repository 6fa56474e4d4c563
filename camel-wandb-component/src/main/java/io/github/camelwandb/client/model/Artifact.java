// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of an artifact, as the server knew it at one moment.
 *
 * @param project in which its collection is
 * @param collection the name that its versions share
 * @param type such as {@code dataset} or {@code model}
 * @param version the N of {@code vN}; null until it is committed
 * @param id the server's opaque id
 * @param state {@code PENDING} while it is made, {@code COMMITTED} from then on, {@code DELETED}
 * @param digest of names and digests of all files, in hexadecimal: the same for the same content
 * @param aliases other names of the version in its collection, such as {@code latest}
 * @param tags in the server's order
 * @param description what people say of it
 * @param metadata what its creator says of it
 * @param sizeBytes of all its files
 * @param fileCount how many files it has
 * @param createdAt server's time
 * @param updatedAt server's time
 * @param url where people look at it
 */
public record Artifact(
        ProjectPath project,
        String collection,
        String type,
        @Nullable Integer version,
        String id,
        String state,
        String digest,
        List<String> aliases,
        List<String> tags,
        @Nullable String description,
        Map<String, @Nullable Object> metadata,
        long sizeBytes,
        long fileCount,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        String url)
        implements WandbObject {

    public Artifact {
        aliases = List.copyOf(aliases);
        tags = List.copyOf(tags);
        metadata = Collections.unmodifiableMap(metadata);
    }

    /** What always means this version: {@code mnist:v3}; with the digest while it has no number. */
    public String name() {
        return collection + ":" + (version == null ? digest : "v" + version);
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("entity", project.entity());
        map.put("project", project.project());
        map.put("name", name());
        map.put("collection", collection);
        map.put("type", type);
        map.put("version", version);
        map.put("artifactId", id);
        map.put("state", state);
        map.put("digest", digest);
        map.put("aliases", aliases);
        map.put("tags", tags);
        map.put("description", description);
        map.put("metadata", metadata);
        map.put("sizeBytes", sizeBytes);
        map.put("fileCount", fileCount);
        map.put("createdAt", JsonTexts.of(createdAt));
        map.put("updatedAt", JsonTexts.of(updatedAt));
        map.put("url", url);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return project + "/" + name();
    }
}
