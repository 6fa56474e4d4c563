// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import io.github.camelwandb.simulator.store.HistoryLine;
import java.util.List;

/** A list of rows on its way into an answer, each of them already escaped. */
record RawLines(List<HistoryLine> lines) {}
