// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filestream;

import org.jspecify.annotations.Nullable;

/**
 * Who posts, and what it leaves to the server.
 *
 * @param sharedId tells writers apart that share a run; null for the only one
 * @param leavesSummary whether the server makes the summary out of the rows
 */
public record Writer(@Nullable String sharedId, boolean leavesSummary) {}
