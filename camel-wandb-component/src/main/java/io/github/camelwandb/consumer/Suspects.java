// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.History;
import io.github.camelwandb.client.history.PageExtent;
import io.github.camelwandb.client.model.RunPath;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Pages in which the server may have left out rows: if it thins rows out, it does in the one with the most; if it ends answers early, there are
 * steps behind the last row. Not thread-safe.
 */
final class Suspects {

    /** So many with steps behind their last row: where steps are sparse most pages have some. */
    private static final int MOST = 8;

    private Optional<PageExtent> fullest = Optional.empty();
    private final PriorityQueue<PageExtent> ended =
            new PriorityQueue<>(Comparator.comparingLong(PageExtent::tail)); // the least first

    void add(PageExtent extent) {
        if (fullest.map(other -> extent.rows() > other.rows()).orElse(true)) {
            fullest = Optional.of(extent);
        }
        if (extent.tail() > 0 || ended.isEmpty()) {
            ended.add(extent);
        }
        if (ended.size() > MOST) {
            ended.remove();
        }
    }

    /** Whether the server has left out rows in one of them, which makes pages shorter from then on. */
    CompletableFuture<Boolean> areShort(History history, RunPath run) {
        Set<PageExtent> all = new LinkedHashSet<>();
        fullest.ifPresent(all::add);
        ended.stream()
                .sorted(Comparator.comparingLong(PageExtent::tail).reversed())
                .forEach(all::add);
        return isShort(history, run, all.iterator());
    }

    private static CompletableFuture<Boolean> isShort(History history, RunPath run, Iterator<PageExtent> pages) {
        return pages.hasNext()
                ? history.hasLeftOut(run, pages.next())
                        .thenCompose(isMore ->
                                isMore ? CompletableFuture.completedFuture(true) : isShort(history, run, pages))
                : CompletableFuture.completedFuture(false);
    }
}
