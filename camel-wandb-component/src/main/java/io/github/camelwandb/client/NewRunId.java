// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.OneLine;
import java.util.Set;

/** Which ids a run can be given: those that are one name in an address, and that W&amp;B's own client lets a run have. */
public final class NewRunId {

    private static final int LONGEST = 128;

    private static final String FORBIDDEN = "/\\#?%:";

    private static final Set<String> STEPS = Set.of(".", "..");

    private NewRunId() {}

    /**
     * The id, if a new run can have it.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static String require(String id) {
        if (id.isEmpty()
                || id.length() > LONGEST
                || STEPS.contains(id)
                || !id.equals(id.strip())
                || id.chars().anyMatch(sign -> Character.isISOControl(sign) || FORBIDDEN.indexOf(sign) >= 0)) {
            throw new IllegalArgumentException(
                    "'" + OneLine.of(id) + "' is no id for a new run, such as 1a2b3c4d: at most "
                            + LONGEST
                            + " characters, no space around them, none of / \\ # ? % : and no control characters, and not"
                            + " '.' or '..'");
        }
        return id;
    }
}
