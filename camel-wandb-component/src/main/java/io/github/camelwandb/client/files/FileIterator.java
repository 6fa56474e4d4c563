// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.model.RunFile;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The files of a listing, read page by page as they are asked for, which blocks and throws a {@link WandbException} if it fails. Not safe
 * for several threads.
 */
final class FileIterator implements Iterator<RunFile> {

    private final Function<String, FilePage> pages;
    private FilePage page;
    private Iterator<RunFile> files;

    /** @param pages fetches the page behind a cursor */
    FileIterator(FilePage first, Function<String, FilePage> pages) {
        this.page = first;
        this.files = first.files().iterator();
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        String cursor = page.nextCursor();
        while (!files.hasNext() && cursor != null) {
            page = following(cursor);
            files = page.files().iterator();
            cursor = page.nextCursor();
        }
        return files.hasNext();
    }

    private FilePage following(String cursor) {
        try {
            return pages.apply(cursor);
        } catch (CompletionException e) {
            throw e.getCause() instanceof WandbException failure ? failure : e;
        }
    }

    @Override
    public RunFile next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return files.next();
    }
}
