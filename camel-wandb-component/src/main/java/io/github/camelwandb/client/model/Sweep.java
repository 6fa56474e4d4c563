// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sweep: a search for the best hyperparameters.
 *
 * @param project where it is
 * @param id unique in the project; what {@link Run#sweep()} and the option {@code sweep} say
 * @param storageId the server's opaque id, which mutations want
 * @param displayName the name people gave it
 * @param state in upper case: {@code PENDING}, {@code RUNNING}, {@code PAUSED}, {@code CANCELED} or {@code FINISHED}
 * @param method how it searches: {@code grid}, {@code random} or {@code bayes}
 * @param description what people say of it
 * @param config what is searched and how, in YAML as the server keeps it
 * @param bestLoss the best value so far of the metric that the configuration names
 * @param runCount how many runs it has started, 0 if the server does not say
 * @param expectedRunCount how many it will have started in the end; null where that is not known
 * @param createdAt server's time
 * @param updatedAt server's time
 * @param url where people look at it
 */
public record Sweep(
        ProjectPath project,
        String id,
        String storageId,
        @Nullable String displayName,
        String state,
        @Nullable String method,
        @Nullable String description,
        @Nullable String config,
        @Nullable Double bestLoss,
        long runCount,
        @Nullable Long expectedRunCount,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        String url)
        implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("entity", project.entity());
        map.put("project", project.project());
        map.put("sweepId", id);
        map.put("storageId", storageId);
        map.put("displayName", displayName);
        map.put("state", state);
        map.put("method", method);
        map.put("description", description);
        map.put("config", config);
        map.put("bestLoss", bestLoss);
        map.put("runCount", runCount);
        map.put("expectedRunCount", expectedRunCount);
        map.put("createdAt", JsonTexts.of(createdAt));
        map.put("updatedAt", JsonTexts.of(updatedAt));
        map.put("url", url);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return project + "/" + id + " (" + state + ")";
    }
}
