// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an artifact has under one name: a file, or a reference to something that is kept elsewhere.
 *
 * @param name in the artifact, with its folders: {@code train/a.png}
 * @param sizeBytes its length in bytes; null where the artifact does not say
 * @param digest of a file its MD5 in base64, unless its writer took another one; of a reference whatever its writer says
 * @param reference where it is kept, such as {@code s3://bucket/key}; null for a file
 */
public record ArtifactEntry(
        String name,
        @Nullable Long sizeBytes,
        @Nullable String digest,
        @Nullable String reference) implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("sizeBytes", sizeBytes);
        map.put("digest", digest);
        map.put("reference", reference);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return name;
    }
}
