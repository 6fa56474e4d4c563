// SPDX-License-Identifier: Apache-2.0
/** Processes that the tests start: another JVM, the simulator in one, none of which outlives its test. */
@NullMarked
package io.github.camelwandb.it.process;

import org.jspecify.annotations.NullMarked;
