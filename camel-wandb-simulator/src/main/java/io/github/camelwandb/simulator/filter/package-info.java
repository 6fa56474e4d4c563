// SPDX-License-Identifier: Apache-2.0
/** W&amp;B's MongoDB-style run filters and its sort orders, over the runs of the store. */
@NullMarked
package io.github.camelwandb.simulator.filter;

import org.jspecify.annotations.NullMarked;
