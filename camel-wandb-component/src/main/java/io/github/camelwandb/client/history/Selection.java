// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows are kept, and which metrics of them. {@code _step}, {@code _timestamp} and {@code _runtime} are always kept. A metric is
 * named as W&amp;B names it: a nested one by its dotted name.
 */
public final class Selection {

    private static final Set<String> ALWAYS_KEPT = Set.of("_step", "_timestamp", "_runtime");
    private static final Selection ALL = new Selection(Set.of(), false);

    private final Set<String> keys;
    private final boolean allOfThem;

    private Selection(Set<String> keys, boolean allOfThem) {
        this.keys = keys;
        this.allOfThem = allOfThem;
    }

    /** Every row, whole. */
    public static Selection all() {
        return ALL;
    }

    /** The rows that have at least one of these metrics; every row, whole, if there are none. */
    public static Selection any(Collection<String> keys) {
        return keys.isEmpty() ? ALL : new Selection(Set.copyOf(keys), false);
    }

    /** The rows that have all of these metrics; every row, whole, if there are none. */
    public static Selection allOf(Collection<String> keys) {
        return keys.isEmpty() ? ALL : new Selection(Set.copyOf(keys), true);
    }

    /** What is kept of a row; empty if it is not kept. */
    public Optional<HistoryRow> apply(HistoryRow row) {
        if (keys.isEmpty()) {
            return Optional.of(row);
        }
        boolean kept = allOfThem
                ? keys.stream().allMatch(row::containsKey)
                : keys.stream().anyMatch(row::containsKey);
        return kept
                ? Optional.of(row.retaining(key -> keys.contains(key) || ALWAYS_KEPT.contains(key)))
                : Optional.empty();
    }
}
