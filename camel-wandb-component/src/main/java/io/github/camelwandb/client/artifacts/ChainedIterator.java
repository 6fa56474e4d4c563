// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The elements of several listings, of which each is asked for when the one before it has ended. Not safe for several threads. */
final class ChainedIterator<S, T> implements Iterator<T> {

    private final Iterator<S> sources;
    private final Function<S, CompletableFuture<Iterator<T>>> listing;
    private Iterator<T> current = Collections.emptyIterator();

    ChainedIterator(Iterator<S> sources, Function<S, CompletableFuture<Iterator<T>>> listing) {
        this.sources = sources;
        this.listing = listing;
    }

    /** @throws WandbException if the next listing cannot be read */
    @Override
    public boolean hasNext() {
        while (!current.hasNext() && sources.hasNext()) {
            try {
                current = listing.apply(sources.next()).join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof WandbException failure ? failure : e;
            }
        }
        return current.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}
