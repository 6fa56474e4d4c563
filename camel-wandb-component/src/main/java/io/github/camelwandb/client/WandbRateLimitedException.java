// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server asks to come back later (HTTP 429), and the deadline of the request left no time for that. */
public final class WandbRateLimitedException extends WandbException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public WandbRateLimitedException(String message, Details details, @Nullable Duration retryAfter) {
        super(message, details, null);
        this.retryAfter = retryAfter;
    }

    /** How long the server asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
