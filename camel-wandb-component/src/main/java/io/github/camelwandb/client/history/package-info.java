// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of a run: {@link io.github.camelwandb.client.history.History} and the values it takes and answers with.
 *
 * <p>{@code SharedRequests} sends what {@code History} asks for, several small questions in one request: {@code WindowQueries},
 * {@code RunQueries} and {@code SampleQueries}. {@code PageQuery} judges the
 * answers and asks for less where they cannot be whole. {@code HistoryScan} hands out the pages that {@code GroupReader} reads behind a
 * {@code ScanPosition}; {@code WindowWidth} says how wide the next window is. {@code HistoryReader} makes canonical rows of an answer
 * while it arrives.
 */
@NullMarked
package io.github.camelwandb.client.history;

import org.jspecify.annotations.NullMarked;
