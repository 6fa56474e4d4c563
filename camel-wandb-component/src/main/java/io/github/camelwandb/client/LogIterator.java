// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.LogLine;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a console, forward, read page by page as they are asked for. {@code next()} blocks while a page is fetched and throws a
 * {@link WandbException} if that fails. A page may be short and say that it is the last although it is not, so the end is where a page has
 * nothing new. Not safe for several threads.
 */
final class LogIterator implements Iterator<LogLine> {

    private final Function<String, CompletableFuture<LogPage>> pages;
    private Iterator<LogLine> page;
    private @Nullable String cursor;
    private long nextNumber;

    /** @param pages fetches the page behind a cursor */
    LogIterator(LogPage first, Function<String, CompletableFuture<LogPage>> pages) {
        this.pages = pages;
        this.page = first.lines().iterator();
        this.cursor = first.endCursor();
        this.nextNumber = numberBehind(first, 0);
    }

    private static long numberBehind(LogPage page, long otherwise) {
        return page.lines().isEmpty()
                ? otherwise
                : page.lines().get(page.lines().size() - 1).number() + 1;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && cursor != null) {
            turnPage(cursor);
        }
        return page.hasNext();
    }

    private void turnPage(String behind) {
        try {
            LogPage following = pages.apply(behind).join();
            long from = nextNumber;
            page = following.lines().stream()
                    .filter(line -> line.number() >= from)
                    .iterator();
            cursor = page.hasNext() ? following.endCursor() : null;
            nextNumber = numberBehind(following, from);
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
        }
    }

    @Override
    public LogLine next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
