// SPDX-License-Identifier: Apache-2.0
/** What the simulated server remembers: entities, projects, runs, rows and files. Knows nothing of HTTP or GraphQL. Each run guards its own state. */
@NullMarked
package io.github.camelwandb.simulator.store;

import org.jspecify.annotations.NullMarked;
