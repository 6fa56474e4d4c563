// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of the number of lines and of the last step of a history: the truth, unless a script says otherwise. Safe for use by
 * several threads.
 */
public final class Counts {

    private final History history;
    private @Nullable Integer lines;
    private @Nullable Long lastStep;
    private boolean lastStepSaid;

    Counts(History history) {
        this.history = history;
    }

    /** Says this number of lines. */
    public synchronized void lines(int count) {
        lines = count;
    }

    /** Says this last step, or none. */
    public synchronized void lastStep(@Nullable Long step) {
        lastStep = step;
        lastStepSaid = true;
    }

    /** Says the truth. */
    public synchronized void truly() {
        lines = null;
        lastStep = null;
        lastStepSaid = false;
    }

    /** The number of lines. */
    public synchronized int lineCount() {
        return lines == null ? history.lineCount() : lines;
    }

    /** What was logged under which key, in W&amp;B's form; null if there is said to be no line. */
    public synchronized @Nullable Map<String, Object> keys() {
        Map<String, Object> described = history.keys();
        if (described == null || lines != null && lines == 0) {
            return null;
        }
        if (lines != null && described.get("keys") instanceof Map<?, ?> keys) {
            described.put("keys", counted(keys, lines));
        }
        if (lastStepSaid) {
            described.remove("lastStep");
            if (lastStep != null) {
                described.put("lastStep", lastStep);
            }
        }
        return described;
    }

    private static Map<Object, Object> counted(Map<?, ?> keys, int count) {
        Map<Object, Object> counted = new LinkedHashMap<>(keys);
        if (keys.get("_step") instanceof Map<?, ?> step) {
            Map<Object, Object> changed = new LinkedHashMap<>(step);
            changed.put("typeCounts", List.of(Map.of("type", "number", "count", count)));
            counted.put("_step", changed);
        }
        return counted;
    }
}
