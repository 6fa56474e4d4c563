// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The texts that JSON has for what is more than a text. */
final class JsonTexts {

    private JsonTexts() {}

    /** ISO-8601, in UTC. */
    static @Nullable String of(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
