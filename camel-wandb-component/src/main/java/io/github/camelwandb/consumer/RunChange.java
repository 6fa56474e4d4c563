// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Locale;

/** What a message of {@code stream=runs} tells. */
enum RunChange {
    APPEARED,
    CHANGED,
    ENDED,
    DISAPPEARED;

    /** The value of the header. */
    String header() {
        return name().toLowerCase(Locale.ROOT);
    }
}
