// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.List;

/**
 * Rows of a run's whole history that the server picked.
 *
 * @param rows ascending by step
 * @param isComplete whether the server left none out: it answered fewer rows than it was asked for
 */
public record HistorySample(List<HistoryRow> rows, boolean isComplete) {}
