// SPDX-License-Identifier: Apache-2.0
/** What is true of every operation: each has an example and meets each fault. */
@NullMarked
package io.github.camelwandb.operations;

import org.jspecify.annotations.NullMarked;
