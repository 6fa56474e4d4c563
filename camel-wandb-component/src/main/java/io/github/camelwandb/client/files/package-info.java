// SPDX-License-Identifier: Apache-2.0
/**
 * The files of runs. {@link io.github.camelwandb.client.files.RunFiles} asks the server about them and for addresses; {@code Download} and
 * {@code Upload} move the bytes, each time with a fresh address, because these expire.
 */
@NullMarked
package io.github.camelwandb.client.files;

import org.jspecify.annotations.NullMarked;
