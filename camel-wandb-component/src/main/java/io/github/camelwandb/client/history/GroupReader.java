// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the pages behind a position, several at once. But for the first page alone, each group is closed: the last row of each page, and
 * the last one before them, is read again after all of them came, so that a history that changes meanwhile is not put together of two.
 */
final class GroupReader {

    /** Rows held of each page of a group, whose windows are as wide as half of it needs. */
    private static final int MAX_ROWS = 2 * WindowWidth.PAGE_ROWS;

    private final History history;
    private final RunPath run;
    private final RowForm form;

    GroupReader(History history, RunPath run, RowForm form) {
        this.history = history;
        this.run = run;
        this.form = form;
    }

    CompletableFuture<PageGroup> read(ScanPosition position) {
        if (position.needsEnd()) {
            return Futures.thenAsk(history.end(run), last -> read(position.upTo(last)));
        }
        List<Window> windows = position.windows();
        if (windows.isEmpty()) {
            return CompletableFuture.completedFuture(new PageGroup(List.of(), position));
        }
        int maxRows = windows.size() == 1 ? PageQuery.MAX_ROWS : MAX_ROWS;
        List<CompletableFuture<HistoryPage>> pages = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            pages.add(history.page(run, windows.get(i), form, position.expectedRows(i), maxRows));
        }
        return Futures.thenAsk(Futures.whenDone(pages), done -> closed(position, together(position, windows, pages)));
    }

    /** The pages up to the first that failed or is not of its whole window: those behind it are read once it is clear what is in between. */
    private static PageGroup together(
            ScanPosition position, List<Window> windows, List<CompletableFuture<HistoryPage>> pages) {
        List<HistoryPage> whole = new ArrayList<>();
        ScanPosition after = position;
        boolean isWhole = true;
        for (int i = 0; i < pages.size() && isWhole; i++) {
            if (i > 0 && pages.get(i).isCompletedExceptionally()) {
                break;
            }
            HistoryPage page = pages.get(i).join();
            whole.add(page);
            after = after.after(windows.get(i), page);
            isWhole = page.window().to() == windows.get(i).to();
        }
        return new PageGroup(whole, after);
    }

    private CompletableFuture<PageGroup> closed(ScanPosition before, PageGroup group) {
        SortedMap<Long, HistoryRow> lastRows = new TreeMap<>();
        for (HistoryPage page : group.pages()) {
            List<HistoryRow> rows = page.rows();
            if (!rows.isEmpty()) {
                HistoryRow last = rows.get(rows.size() - 1);
                lastRows.put(last.step(), last);
            }
        }
        HistoryRow lastBefore = before.last();
        if (lastRows.isEmpty() || (group.pages().size() == 1 && lastBefore == null)) {
            return CompletableFuture.completedFuture(group);
        }
        if (group.pages().size() == 1) {
            lastRows.clear(); // one answer is of one history
        }
        if (lastBefore != null) {
            lastRows.put(lastBefore.step(), lastBefore);
        }
        return Futures.thenAsk(history.rowsAt(run, lastRows.keySet()), now -> {
            for (HistoryRow last : lastRows.values()) {
                if (!isAmong(now.rows(), last)) {
                    return CompletableFuture.failedFuture(new HistoryChangedException(run, last.step()));
                }
            }
            return CompletableFuture.completedFuture(group);
        });
    }

    private static boolean isAmong(Map<Long, List<HistoryRow>> rows, HistoryRow row) {
        return rows.getOrDefault(row.step(), List.of()).stream()
                .anyMatch(other -> Objects.equals(other.timestamp(), row.timestamp()));
    }
}
