// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** What answers is no W&amp;B server, or one of another version than this client needs. */
public final class WandbServerIncompatibleException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbServerIncompatibleException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
