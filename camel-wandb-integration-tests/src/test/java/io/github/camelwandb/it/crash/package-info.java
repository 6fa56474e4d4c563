// SPDX-License-Identifier: Apache-2.0
/** The proof: a route whose process is killed again and again loses no row, repeats few, and keeps their order. */
@NullMarked
package io.github.camelwandb.it.crash;

import org.jspecify.annotations.NullMarked;
