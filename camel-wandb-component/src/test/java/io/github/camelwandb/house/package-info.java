// SPDX-License-Identifier: Apache-2.0
/** What must stay true of the source tree and the build: arrows, dependencies, generated pages, documented URIs. */
@NullMarked
package io.github.camelwandb.house;

import org.jspecify.annotations.NullMarked;
