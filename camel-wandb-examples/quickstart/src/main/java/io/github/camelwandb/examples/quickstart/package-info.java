// SPDX-License-Identifier: Apache-2.0
/** Three runs that train, and a route that follows them into a file. */
@NullMarked
package io.github.camelwandb.examples.quickstart;

import org.jspecify.annotations.NullMarked;
