// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** Somebody else changes the same thing at the same time: what was to be written would undo that, or was undone by it. */
public final class WandbConflictException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbConflictException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
