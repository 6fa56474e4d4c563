// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a run window by window, each row once and in order. One call at a time.
 *
 * <p>It ends without a further request as soon as the expected rows have come, unless it is to go on. Where fewer come than expected, it
 * asks for the last step and goes on to that one: steps may be sparse, and an empty window is not the end.
 *
 * <p>The first page is read alone; whoever asks for a second one has the next group of pages read while one is handed out. Two groups are
 * held at most, of 4 pages of up to 2,000 rows or of one of up to 10,000. Where groups are so large that these, and the one of which a page
 * was handed out, are more than may be held, each is read only when it is asked for.
 */
public final class HistoryScan {

    private final GroupReader reader;
    private final long mostBytes; // of a group ahead of which another one is read

    private ScanPosition position;
    private final Queue<HistoryPage> group = new ArrayDeque<>();
    private long groupBytes; // of the last one
    private @Nullable CompletableFuture<PageGroup> ahead;
    private boolean isFirst = true;

    HistoryScan(History history, RunPath run, ScanRange range) {
        this.reader = new GroupReader(history, run, range.form());
        this.mostBytes = range.groupBytes();
        this.position = ScanPosition.startOf(range, history.limits(run).pageRows());
    }

    /**
     * The next page with lines that were selected or are no rows, empty at the end. After a failure the same page may be asked for again.
     *
     * @return fails with {@link HistoryChangedException} if rows were replaced or taken away while the page and those after it were read
     */
    public CompletableFuture<Optional<HistoryPage>> next() {
        while (!group.isEmpty()) {
            HistoryPage page = group.remove();
            if (!page.rows().isEmpty() || !page.unusable().isEmpty()) {
                return CompletableFuture.completedFuture(Optional.of(page));
            }
        }
        if (ahead == null) {
            if (position.isAtEnd()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            ahead = reader.read(position);
        }
        return Futures.thenAsk(ahead, this::turnTo, failure -> {
            ahead = null;
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** Whether the next page may be asked for while one is held. */
    public boolean isToReadAhead() {
        return groupBytes <= mostBytes;
    }

    /** The step behind the last one that the server knew when it was asked; empty if it was not. */
    public OptionalLong end() {
        return position.end();
    }

    private CompletableFuture<Optional<HistoryPage>> turnTo(PageGroup next) {
        position = next.after();
        group.addAll(next.pages());
        groupBytes = next.pages().stream().mapToLong(HistoryPage::bytes).sum();
        ahead = isFirst || position.isAtEnd() || !isToReadAhead() ? null : reader.read(position);
        isFirst = false;
        return next();
    }
}
