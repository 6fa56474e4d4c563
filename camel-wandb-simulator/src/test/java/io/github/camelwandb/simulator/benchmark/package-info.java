// SPDX-License-Identifier: Apache-2.0
/** How fast the simulator is, so that nobody measures the simulator where they mean to measure the component. */
@NullMarked
package io.github.camelwandb.simulator.benchmark;

import org.jspecify.annotations.NullMarked;
