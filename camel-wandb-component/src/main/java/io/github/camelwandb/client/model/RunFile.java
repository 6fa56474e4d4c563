// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of a run, as the server knew it at one moment.
 *
 * @param name in the run, with its folders: {@code media/images/a.png}
 * @param sizeBytes its length in bytes; null where the server does not say
 * @param md5 of the content, in base64; null where the server does not say
 * @param mimeType for example {@code text/plain}; null where the server does not say
 * @param updatedAt when it was last written, server's time; null where the server does not say
 * @param url where those who have a key read it, which is no permission by itself; null where the server does not say
 */
public record RunFile(
        String name,
        @Nullable Long sizeBytes,
        @Nullable String md5,
        @Nullable String mimeType,
        @Nullable Instant updatedAt,
        @Nullable String url)
        implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("sizeBytes", sizeBytes);
        map.put("md5", md5);
        map.put("mimeType", mimeType);
        map.put("updatedAt", updatedAt == null ? null : updatedAt.toString());
        map.put("url", url);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return name;
    }
}
