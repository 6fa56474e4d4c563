// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import java.util.List;
import java.util.regex.Pattern;

/** The steps of the rows in a text, in its order. */
final class Steps {

    private static final Pattern STEP = Pattern.compile("\"_step\":(\\d+)");

    private Steps() {}

    static List<Long> in(String text) {
        return STEP.matcher(text)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }
}
