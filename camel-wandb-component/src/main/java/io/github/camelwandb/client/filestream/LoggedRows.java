// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.filestream;

/**
 * What became of rows that were to be logged.
 *
 * @param firstStep the step of the first of them
 * @param lastStep the step of the last of them
 * @param count how many they are
 * @param isContested whether the server counts more lines than there should be: somebody else writes to the run, and one of both may
 *     have overwritten the other
 */
public record LoggedRows(long firstStep, long lastStep, int count, boolean isContested) {}
