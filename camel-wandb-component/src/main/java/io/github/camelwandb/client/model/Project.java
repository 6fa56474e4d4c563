// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project.
 *
 * @param path where it is
 * @param storageId the server's opaque id, which mutations want
 * @param user who created it; null for service accounts and deleted users
 * @param createdAt server's time
 * @param url where people look at it
 */
public record Project(
        ProjectPath path,
        String storageId,
        @Nullable String user,
        @Nullable Instant createdAt,
        String url) implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("entity", path.entity());
        map.put("project", path.project());
        map.put("storageId", storageId);
        map.put("user", user);
        map.put("createdAt", JsonTexts.of(createdAt));
        map.put("url", url);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
