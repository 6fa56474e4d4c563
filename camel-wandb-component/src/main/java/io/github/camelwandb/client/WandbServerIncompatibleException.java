// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import org.jspecify.annotations.Nullable;

/** What answers is no W&amp;B server, or one of another version than this client needs. */
public final class WandbServerIncompatibleException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbServerIncompatibleException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }

    /**
     * Whether it failed because the server does not know what it was asked for, and has said so itself: what came in place of its answer may
     * be of a proxy on the way, and pass, and a refusal of another kind may have another reason.
     */
    public static boolean isSaidByServer(@Nullable Throwable failure) {
        if (!(failure instanceof WandbServerIncompatibleException incompatible)) {
            return false;
        }
        String said = incompatible.serverMessage();
        return said != null && !said.isEmpty();
    }
}
