// SPDX-License-Identifier: Apache-2.0
/**
 * The files of runs. {@link io.github.camelwandb.client.files.RunFiles} asks the server about them and for addresses. {@code Download} and
 * {@code ContentPut} move the bytes, for artifacts too; addresses expire, so each attempt may ask for a fresh one.
 */
@NullMarked
package io.github.camelwandb.client.files;

import org.jspecify.annotations.NullMarked;
