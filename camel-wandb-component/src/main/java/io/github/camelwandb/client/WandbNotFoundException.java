// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** There is no such project or run, or the key may not see it: W&amp;B does not tell the two apart. */
public final class WandbNotFoundException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbNotFoundException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
