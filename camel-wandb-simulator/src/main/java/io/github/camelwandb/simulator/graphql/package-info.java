// SPDX-License-Identifier: Apache-2.0
/** The GraphQL API: the schema file, its wiring (one small class per family of fields) and the answers. */
@NullMarked
package io.github.camelwandb.simulator.graphql;

import org.jspecify.annotations.NullMarked;
