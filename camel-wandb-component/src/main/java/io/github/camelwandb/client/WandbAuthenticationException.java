// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** There is no API key, or the server does not accept it. */
public final class WandbAuthenticationException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbAuthenticationException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
