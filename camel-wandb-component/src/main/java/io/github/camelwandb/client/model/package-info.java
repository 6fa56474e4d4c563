// SPDX-License-Identifier: Apache-2.0
/** What Weights &amp; Biases answers, as immutable values. */
@NullMarked
package io.github.camelwandb.client.model;

import org.jspecify.annotations.NullMarked;
