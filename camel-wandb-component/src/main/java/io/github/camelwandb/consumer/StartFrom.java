// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Locale;

/** Where a run starts that has no stored position. */
sealed interface StartFrom {

    /** At its first row. */
    record Earliest() implements StartFrom {}

    /** Behind the rows that are there when the subscription first starts; a run that appears later starts at its first row. */
    record Latest() implements StartFrom {}

    /** At a step. */
    record Step(long step) implements StartFrom {}

    static StartFrom parse(String option) {
        String text = option.trim().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default -> step(option, text);
        };
    }

    private static Step step(String option, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(
                    "startFrom=" + option + " is neither earliest nor latest nor a step such as 1000");
        }
        return new Step(Long.parseLong(text));
    }

    /** The step at which a run starts that was not there at the first listing. */
    default long step() {
        return 0;
    }
}
