// SPDX-License-Identifier: Apache-2.0
/** The endpoint that live runs post rows, events, console lines and summaries to. */
@NullMarked
package io.github.camelwandb.simulator.filestream;

import org.jspecify.annotations.NullMarked;
