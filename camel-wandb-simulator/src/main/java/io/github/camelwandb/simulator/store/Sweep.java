// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A search for hyperparameters.
 *
 * @param id unique in its project, which people and runs call it by
 * @param config what is searched and how, in YAML
 * @param state in upper case, such as {@code PAUSED}; null while its runs say it
 */
public record Sweep(
        String id,
        @Nullable String displayName,
        @Nullable String description,
        String config,
        @Nullable String state,
        Instant createdAt) {

    private static final Pattern METHOD = Pattern.compile("(?m)^method: *(\\w+)");

    /** One of which nothing is known but that a run is of it. */
    static Sweep of(Run run, String id) {
        return new Sweep(id, id, null, "method: random\n", null, run.createdAt());
    }

    public Sweep in(String newState) {
        return new Sweep(id, displayName, description, config, newState, createdAt);
    }

    /** How it searches, as the configuration says. */
    public String method() {
        Matcher found = METHOD.matcher(config);
        return found.find() ? found.group(1) : "random";
    }
}
