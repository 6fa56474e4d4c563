// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the pages behind a position, several at once. But for the first page alone, each group is closed: the last row of each page, and
 * the last one before them, is read again after all of them came, so that a history that changes meanwhile is not put together of two. A
 * page that is read alone begins with the last row before it instead, where that is near.
 */
final class GroupReader {

    /** How many times wider a window must be than what is before it, to take that in. */
    private static final int MUCH_WIDER = 8;

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
        HistoryRow last = position.last();
        return last != null && windows.size() == 1 && isCloselyBefore(last, windows.get(0)) && !position.looksBehind()
                ? overlapping(position, last, windows.get(0))
                : read(position, windows);
    }

    private boolean isCloselyBefore(HistoryRow last, Window window) {
        return form.selection().equals(Selection.all()) && window.from() - last.step() <= window.width() / MUCH_WIDER;
    }

    /** One answer is of one history: with the last row before it in it, no other request has to say that this one still is there. */
    private CompletableFuture<PageGroup> overlapping(ScanPosition position, HistoryRow last, Window window) {
        // a wider window was too much lately
        long to = position.width().held() > 0 ? last.step() + window.width() : window.to();
        Window wanted = new Window(window.from(), Math.min(to, window.to()));
        CompletableFuture<HistoryPage> asked = history.page(
                run, new Window(last.step(), wanted.to()), form, position.expectedRows(0) + 1, PageQuery.MAX_ROWS);
        return Futures.thenAsk(asked, page -> {
            if (page.window().to() <= wanted.from() || !page.unusable().isEmpty()) {
                return read(position, List.of(window));
            }
            HistoryPage rest = page.from(wanted.from());
            return rest.rows().isEmpty() || isAmong(page.rows(), last)
                    ? CompletableFuture.completedFuture(new PageGroup(List.of(rest), position.after(wanted, rest)))
                    : CompletableFuture.failedFuture(new HistoryChangedException(run, last.step()));
        });
    }

    private CompletableFuture<PageGroup> read(ScanPosition position, List<Window> windows) {
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
                if (!isAmong(now.rows().getOrDefault(last.step(), List.of()), last)) {
                    return CompletableFuture.failedFuture(new HistoryChangedException(run, last.step()));
                }
            }
            return CompletableFuture.completedFuture(group);
        });
    }

    private static boolean isAmong(List<HistoryRow> rows, HistoryRow row) {
        return rows.stream()
                .takeWhile(other -> other.step() <= row.step())
                .anyMatch(other -> other.step() == row.step() && Objects.equals(other.timestamp(), row.timestamp()));
    }
}
