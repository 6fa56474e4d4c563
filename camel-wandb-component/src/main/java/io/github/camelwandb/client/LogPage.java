// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.LogLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of a console.
 *
 * @param lines by number
 * @param endCursor what to ask on with; null where there are no lines, or where they are a tail
 * @param runCreatedAt when the run was created that it is of, as far as the server says: the one that had its id before may be shown still
 */
public record LogPage(
        List<LogLine> lines,
        @Nullable String endCursor,
        @Nullable Instant runCreatedAt) {
    public LogPage {
        lines = List.copyOf(lines);
    }
}
