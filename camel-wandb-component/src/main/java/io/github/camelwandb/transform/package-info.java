// SPDX-License-Identifier: Apache-2.0
/** Data types of messages: what a route turns bodies into with {@code transform}, for sinks that are not ours. */
@NullMarked
package io.github.camelwandb.transform;

import org.jspecify.annotations.NullMarked;
