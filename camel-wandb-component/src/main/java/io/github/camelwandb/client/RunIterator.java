// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.Run;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a query, each once, read page by page as they are asked for. {@code next()} blocks while a page is fetched and throws a
 * {@link WandbException} if that fails. Not safe for several threads.
 */
final class RunIterator implements Iterator<Run> {

    private final Function<String, RunPage> pages;
    private final Set<String> seen = new HashSet<>();
    private Iterator<Run> page;
    private @Nullable String cursor;
    private @Nullable Run next;

    /** @param pages fetches the page behind a cursor */
    RunIterator(RunPage first, Function<String, RunPage> pages) {
        this.page = first.runs().iterator();
        this.cursor = first.nextCursor();
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        while (next == null && (page.hasNext() || cursor != null)) {
            if (page.hasNext()) {
                Run run = page.next();
                if (seen.add(run.storageId())) {
                    next = run;
                }
            } else {
                turnPage(Objects.requireNonNull(cursor));
            }
        }
        return next != null;
    }

    private void turnPage(String cursor) {
        try {
            RunPage following = pages.apply(cursor);
            page = following.runs().iterator();
            this.cursor = following.nextCursor();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
        }
    }

    @Override
    public Run next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Run run = next;
        next = null;
        return Objects.requireNonNull(run);
    }
}
