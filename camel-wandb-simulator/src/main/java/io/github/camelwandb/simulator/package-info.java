// SPDX-License-Identifier: Apache-2.0
/** An embedded Weights &amp; Biases server. */
@NullMarked
package io.github.camelwandb.simulator;

import org.jspecify.annotations.NullMarked;
