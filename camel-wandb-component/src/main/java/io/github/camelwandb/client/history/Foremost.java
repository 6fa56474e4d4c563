// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The first of some values, which come in any order: as many as weigh no more than a limit, or one. Those behind one that is left out are left
 * out, too, and those that are its equals. Not thread-safe.
 */
public final class Foremost<T> {

    private final int most;
    private final long mostWeight;
    private final Comparator<T> order;
    private final ToLongFunction<T> weight;

    private final List<T> kept = new ArrayList<>();
    private long keptWeight;
    private @Nullable T end; // the first that is left out

    /** @param most how many values at most */
    public Foremost(int most, long mostWeight, Comparator<T> order, ToLongFunction<T> weight) {
        this.most = most;
        this.mostWeight = mostWeight;
        this.order = order;
        this.weight = weight;
    }

    /** Takes the value if it is among the first so far. */
    public void add(T value) {
        if (end != null && order.compare(value, end) >= 0) {
            return;
        }
        kept.add(value);
        keptWeight += weight.applyAsLong(value);
        if (kept.size() >= 2L * most || keptWeight >= 2 * mostWeight) {
            leaveOut();
        }
    }

    /** In their order. */
    public List<T> values() {
        leaveOut();
        return List.copyOf(kept);
    }

    private void leaveOut() {
        kept.sort(order);
        int first = 0;
        long firstWeight = 0;
        while (first < Math.min(most, kept.size())
                && (first == 0 || firstWeight + weight.applyAsLong(kept.get(first)) <= mostWeight)) {
            firstWeight += weight.applyAsLong(kept.get(first));
            first++;
        }
        if (first < kept.size()) {
            end = kept.get(first);
            kept.subList(first, kept.size()).clear();
        }
        keptWeight = firstWeight;
    }
}
