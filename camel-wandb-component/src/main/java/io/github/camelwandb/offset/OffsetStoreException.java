// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import org.jspecify.annotations.Nullable;

/** The store of positions cannot be opened, read or written; the text names it and the way out. */
public final class OffsetStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OffsetStoreException(String message) {
        super(message);
    }

    public OffsetStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
