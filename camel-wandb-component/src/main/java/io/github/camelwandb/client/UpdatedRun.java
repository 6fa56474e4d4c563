// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.Run;

/**
 * A run that was changed.
 *
 * @param run as the server had it right after
 * @param isConflicting whether somebody else changed the same entries at the same time, so that the change made here took the place of
 *     theirs, or the server shows something else than was asked for
 */
public record UpdatedRun(Run run, boolean isConflicting) {}
