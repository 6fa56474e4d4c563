// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** The server does not accept what was asked, such as a filter: asking again gives the same answer. */
public final class WandbBadRequestException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbBadRequestException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
