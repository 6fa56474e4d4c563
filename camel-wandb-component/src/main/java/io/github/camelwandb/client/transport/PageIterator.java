// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.WandbException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a listing, each once, read page by page as they are asked for. {@code next()} blocks while a page is fetched and throws
 * a {@link WandbException} if that fails. Not safe for several threads.
 */
public final class PageIterator<T> implements Iterator<T> {

    private final Function<String, CompletableFuture<Page<T>>> pages;
    private final Function<T, String> key;
    private final Set<String> seen = new HashSet<>();
    private Iterator<T> page;
    private @Nullable String cursor;
    private @Nullable T next;

    /**
     * @param pages fetches the page behind a cursor
     * @param key what makes two elements the same: pages shift while elements come and go
     */
    public PageIterator(Page<T> first, Function<String, CompletableFuture<Page<T>>> pages, Function<T, String> key) {
        this.page = first.elements().iterator();
        this.cursor = first.nextCursor();
        this.pages = pages;
        this.key = key;
    }

    @Override
    public boolean hasNext() {
        while (next == null && (page.hasNext() || cursor != null)) {
            if (page.hasNext()) {
                T element = page.next();
                if (seen.add(key.apply(element))) {
                    next = element;
                }
            } else {
                turnPage(Objects.requireNonNull(cursor));
            }
        }
        return next != null;
    }

    private void turnPage(String behind) {
        try {
            Page<T> following = pages.apply(behind).join();
            page = following.elements().iterator();
            cursor = following.nextCursor();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
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
