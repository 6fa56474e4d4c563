// SPDX-License-Identifier: Apache-2.0
/** The Weights &amp; Biases API in Java: {@link io.github.camelwandb.client.WandbClient} and what it takes and throws. Knows nothing of Camel. */
@NullMarked
package io.github.camelwandb.client;

import org.jspecify.annotations.NullMarked;
