// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.WandbException;
import java.io.Closeable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a listing, each once, read page by page as they are asked for: the next page is fetched once half of one is used up.
 * {@code next()} blocks while a page is missing and throws a {@link WandbException} if it could not be fetched. Not safe for several
 * threads, but for {@link #close}.
 */
public final class PageIterator<T> implements Iterator<T>, Closeable {

    private final Function<String, CompletableFuture<Page<T>>> pages;
    private final Function<T, String> key;
    private final Set<String> seen = new HashSet<>();
    private List<T> page;
    private int place;
    private @Nullable String cursor;
    private @Nullable T next;
    private @Nullable CompletableFuture<Page<T>> ahead; // guarded by this
    private boolean isClosed; // guarded by this

    /**
     * @param pages fetches the page behind a cursor
     * @param key what makes two elements the same: pages shift while elements come and go
     */
    public PageIterator(Page<T> first, Function<String, CompletableFuture<Page<T>>> pages, Function<T, String> key) {
        this.page = first.elements();
        this.cursor = first.nextCursor();
        this.pages = pages;
        this.key = key;
    }

    @Override
    public boolean hasNext() {
        while (next == null && (place < page.size() || cursor != null)) {
            if (place == page.size()) {
                turnPage(Objects.requireNonNull(cursor));
                continue;
            }
            T element = page.get(place++);
            if (place * 2 >= page.size() && cursor != null) {
                fetchAhead(cursor);
            }
            if (seen.add(key.apply(element))) {
                next = element;
            }
        }
        return next != null;
    }

    private synchronized void fetchAhead(String behind) {
        if (ahead == null && !isClosed) {
            ahead = pages.apply(behind);
        }
    }

    private synchronized CompletableFuture<Page<T>> fetched(String behind) {
        CompletableFuture<Page<T>> fetched = ahead == null ? pages.apply(behind) : ahead;
        ahead = null;
        return fetched;
    }

    private void turnPage(String behind) {
        try {
            Page<T> following = fetched(behind).join();
            page = following.elements();
            place = 0;
            cursor = following.nextCursor();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
        }
    }

    /** Nothing is fetched ahead any more, nor is what is under way: who reads on all the same waits for each page. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (ahead != null) {
            ahead.cancel(true);
            ahead = null;
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T element = next;
        next = null;
        return Objects.requireNonNull(element);
    }
}
