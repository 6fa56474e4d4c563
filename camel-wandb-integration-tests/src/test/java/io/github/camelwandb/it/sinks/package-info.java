// SPDX-License-Identifier: Apache-2.0
/** When the sinks of a route acknowledge a row: tested with the real ones, for the table of the component's page. */
@NullMarked
package io.github.camelwandb.it.sinks;

import org.jspecify.annotations.NullMarked;
