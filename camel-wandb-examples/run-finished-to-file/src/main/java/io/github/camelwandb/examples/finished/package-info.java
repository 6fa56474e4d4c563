// SPDX-License-Identifier: Apache-2.0
/** Config and summary of runs that have ended, as files. */
@NullMarked
package io.github.camelwandb.examples.finished;

import org.jspecify.annotations.NullMarked;
