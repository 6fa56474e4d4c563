// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.List;

/**
 * Pages that were read together and fit together.
 *
 * @param pages ascending, without gaps
 * @param after the position behind the last of them
 */
record PageGroup(List<HistoryPage> pages, ScanPosition after) {}
