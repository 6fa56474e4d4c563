// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of a row in any order and makes the canonical {@link HistoryRow} of them. One builder makes many rows, one after the
 * other; it is not safe for several threads.
 */
public final class HistoryRowBuilder {

    private static final String TYPE = "_type";
    private static final String INTERNALS = "_wandb";

    /** By key; of one key the least nested first, then the one that came last. */
    private static final Comparator<Cell> BEST_FIRST = Comparator.comparing(Cell::key, CodePointOrder.INSTANCE)
            .thenComparingInt(Cell::depth)
            .thenComparing(Comparator.comparingInt(Cell::position).reversed());

    private final NonFinite nonFinite;
    private final List<Cell> cells = new ArrayList<>();

    HistoryRowBuilder(NonFinite nonFinite) {
        this.nonFinite = nonFinite;
    }

    /**
     * Adds a value as logged: null, a text, a number, a Boolean, or a Map or Collection of such values; anything else is taken as its
     * text. A key given twice keeps its last value.
     */
    public HistoryRowBuilder put(String key, @Nullable Object value) {
        if (!key.equals(INTERNALS) && !key.startsWith(INTERNALS + ".")) {
            put(key, value, 0);
        }
        return this;
    }

    private void put(String key, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && !map.containsKey(TYPE)) {
            map.forEach((name, nested) -> put(key + "." + name, nested, depth + 1));
        } else if (value != null) {
            cells.add(new Cell(key, CanonicalValue.of(value, nonFinite), depth, cells.size()));
        }
    }

    void putCanonical(String key, @Nullable Object value) {
        cells.add(new Cell(key, value, 0, cells.size()));
    }

    /** The row of the values since the last call, and forgets them. Empty if there is no integral {@code _step} among them. */
    public Optional<HistoryRow> build() {
        cells.sort(BEST_FIRST);
        String[] keys = new String[cells.size()];
        @Nullable Object[] values = new Object[cells.size()];
        int size = 0;
        @Nullable Object step = null;
        for (Cell cell : cells) {
            if (size > 0 && cell.key.equals(keys[size - 1])) {
                continue;
            }
            if (cell.key.equals(HistoryRow.STEP)) {
                step = cell.value;
            }
            keys[size] = cell.key;
            values[size++] = cell.value;
        }
        cells.clear();
        if (!(step instanceof Long)) {
            return Optional.empty();
        }
        return Optional.of(new HistoryRow(trimmed(keys, size), trimmed(values, size), (Long) step));
    }

    private static <T extends @Nullable Object> T[] trimmed(T[] array, int size) {
        return array.length == size ? array : java.util.Arrays.copyOf(array, size);
    }

    private record Cell(String key, @Nullable Object value, int depth, int position) {}
}
