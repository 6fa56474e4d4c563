// SPDX-License-Identifier: Apache-2.0
/** What the examples have in common. */
@NullMarked
package io.github.camelwandb.examples.shared;

import org.jspecify.annotations.NullMarked;
