// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** The server cannot be reached, does not answer in time, or fails: asking again later may help. */
public final class WandbUnavailableException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbUnavailableException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
