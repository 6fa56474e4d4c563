// SPDX-License-Identifier: Apache-2.0
/** The producer: one small class for each family of operations. */
@NullMarked
package io.github.camelwandb.producer;

import org.jspecify.annotations.NullMarked;
