// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.NonFinite;

/**
 * How rows are wanted.
 *
 * @param nonFinite how NaN and infinities appear
 * @param selection which rows, and which metrics of them
 */
public record RowForm(NonFinite nonFinite, Selection selection) {}
