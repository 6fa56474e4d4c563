// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The rows at some steps of a run.
 *
 * @param rows by step; a step without rows has an empty list
 * @param runsCreatedAt when the run was created whose rows they are: none if the server does not say, several if another one took its id
 *     meanwhile
 */
public record RowsAt(SortedMap<Long, List<HistoryRow>> rows, Set<Instant> runsCreatedAt) {}
