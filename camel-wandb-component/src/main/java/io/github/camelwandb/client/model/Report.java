// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report: a page that people wrote about the runs of a project. What is on it is not told.
 *
 * @param project where it is
 * @param id the server's opaque id
 * @param title what it is called
 * @param description what people say of it
 * @param user who wrote it; null for deleted users
 * @param createdAt server's time
 * @param updatedAt server's time
 * @param url where people read it
 */
public record Report(
        ProjectPath project,
        String id,
        String title,
        @Nullable String description,
        @Nullable String user,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        String url)
        implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("entity", project.entity());
        map.put("project", project.project());
        map.put("reportId", id);
        map.put("title", title);
        map.put("description", description);
        map.put("user", user);
        map.put("createdAt", JsonTexts.of(createdAt));
        map.put("updatedAt", JsonTexts.of(updatedAt));
        map.put("url", url);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return project + ": " + title;
    }
}
