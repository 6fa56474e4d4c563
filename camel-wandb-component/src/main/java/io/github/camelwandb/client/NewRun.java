// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to begin with; null for what W&amp;B chooses.
 *
 * @param displayName the name people see
 * @param notes in Markdown
 * @param group what runs are grouped by
 * @param jobType for example train or eval
 * @param config JSON values by name
 */
public record NewRun(
        @Nullable String displayName,
        @Nullable String notes,
        List<String> tags,
        @Nullable String group,
        @Nullable String jobType,
        Map<String, @Nullable Object> config) {

    public NewRun {
        tags = List.copyOf(tags);
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }
}
