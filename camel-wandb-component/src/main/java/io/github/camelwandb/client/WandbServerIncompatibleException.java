// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** What answers is no W&amp;B server, or one of another version than this client needs. */
public final class WandbServerIncompatibleException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbServerIncompatibleException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }

    /** Whether the server itself has said so: what came in place of its answer may be of a proxy on the way, and pass. */
    public boolean isSaidByServer() {
        String said = serverMessage();
        return said != null && !said.isEmpty();
    }
}
