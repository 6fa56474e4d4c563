// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of a run: {@link io.github.camelwandb.client.history.History} and the values it takes and answers with.
 *
 * <p>{@code History} asks for one window of steps, {@code HistoryScan} goes from window to window, {@code WindowWidth} says how wide the
 * next one is, {@code HistoryReader} makes canonical rows of an answer while it arrives.
 */
@NullMarked
package io.github.camelwandb.client.history;

import org.jspecify.annotations.NullMarked;
