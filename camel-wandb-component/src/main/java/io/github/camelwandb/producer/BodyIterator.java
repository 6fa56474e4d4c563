// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbRouteException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that asks the server as it goes, fit for the body of a message: it fails with what routes know, and only in {@link #next},
 * because a splitter looks ahead and would lose the element it has in hand. Not safe for several threads, but for {@link #close}.
 */
final class BodyIterator<T> implements Iterator<T>, Closeable {

    private final Iterator<T> pages;
    private @Nullable RuntimeException failure;

    BodyIterator(Iterator<T> pages) {
        this.pages = pages;
    }

    /** True also where {@link #next} will fail. */
    @Override
    public boolean hasNext() {
        if (failure != null) {
            return true;
        }
        try {
            return pages.hasNext();
        } catch (RuntimeException e) {
            failure = WandbRouteException.of(e);
            return true;
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        RuntimeException failed = failure;
        if (failed != null) {
            failure = null;
            throw failed;
        }
        return pages.next();
    }

    /** The exchange has ended. */
    @Override
    public void close() throws IOException {
        IOHelper.closeIterator(pages);
    }
}
