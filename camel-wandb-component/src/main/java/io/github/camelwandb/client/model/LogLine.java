// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a run's console, as it was when it was read: later output may go over it.
 *
 * @param number of the line, from 0
 * @param timestamp when it was written by the writer's clock; null where the server does not say
 * @param level {@code error} for what went to stderr, empty for what went to stdout
 * @param label which of several writers wrote it; empty for the only one
 * @param text without the end of the line
 */
public record LogLine(long number, @Nullable Instant timestamp, String level, String label, String text)
        implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("number", number);
        map.put("timestamp", JsonTexts.of(timestamp));
        map.put("level", level);
        map.put("label", label);
        map.put("text", text);
        return Collections.unmodifiableMap(map);
    }
}
