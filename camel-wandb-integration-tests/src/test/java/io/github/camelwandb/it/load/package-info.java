// SPDX-License-Identifier: Apache-2.0
/** How much following costs: memory, requests, time, and whether that stays so for long. */
@NullMarked
package io.github.camelwandb.it.load;

import org.jspecify.annotations.NullMarked;
