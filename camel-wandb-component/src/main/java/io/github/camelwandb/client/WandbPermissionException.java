// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** The key may not do this. */
public final class WandbPermissionException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbPermissionException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
