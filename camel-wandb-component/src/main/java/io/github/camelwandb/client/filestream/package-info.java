// SPDX-License-Identifier: Apache-2.0
/**
 * Writes what a live run logs, by W&amp;B's file stream: lines of files by their numbers, signs of life, and the end. A line that is sent
 * again overwrites itself, so that a retry does no harm; what belongs to others is overwritten just so, which is why all that is written
 * to a run goes through its one {@code RunWriter}, in turn, and the run is looked at before and after.
 */
@NullMarked
package io.github.camelwandb.client.filestream;

import org.jspecify.annotations.NullMarked;
