// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.model.HistoryRow;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The rows of a scan, page by page as they are asked for, which blocks. Holds one page. Not safe for several threads. */
final class RowIterator implements Iterator<HistoryRow> {

    private final HistoryScan scan;
    private Iterator<HistoryRow> page = Collections.emptyIterator();
    private boolean atEnd;

    private RowIterator(HistoryScan scan) {
        this.scan = scan;
    }

    /** The rows, once the first page is there. */
    static CompletableFuture<Iterator<HistoryRow>> open(HistoryScan scan) {
        RowIterator rows = new RowIterator(scan);
        return scan.next().thenApply(first -> {
            rows.turnTo(first);
            return rows;
        });
    }

    private void turnTo(Optional<HistoryPage> next) {
        page = next.map(HistoryPage::rows).map(Iterable::iterator).orElseGet(Collections::emptyIterator);
        atEnd = next.isEmpty();
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !atEnd) {
            turnTo(scan.next().join());
        }
        return page.hasNext();
    }

    @Override
    public HistoryRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
