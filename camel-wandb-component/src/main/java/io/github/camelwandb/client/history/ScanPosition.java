// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a scan has come, and what it knows of the rows to come.
 *
 * @param from the next step to read
 * @param received lines that came so far
 * @param width of the next window
 * @param end behind the last step, once it was asked for
 * @param lines how many lines of history there should be in all; 0 if unknown
 * @param pageBytes of the JSON of the last page
 * @param isShort whether fewer rows came than a window should have: steps may be sparse, or the end near
 * @param last the last row that came, its step and time only, null before the first
 */
record ScanPosition(
        ScanRange range,
        long from,
        long received,
        WindowWidth width,
        OptionalLong end,
        long lines,
        long pageBytes,
        boolean isShort,
        @Nullable HistoryRow last) {

    /** Windows read at once. */
    static final int GROUP = 4;

    /** Behind any step, also where steps are times. */
    private static final long BEHIND_ALL = 1L << 62;

    /** @param pageRows how many rows a page should have */
    static ScanPosition startOf(ScanRange range, int pageRows) {
        return new ScanPosition(
                range,
                range.fromStep(),
                0,
                WindowWidth.forDensity(range.rowsPerStep(), pageRows),
                OptionalLong.empty(),
                range.expectedRows(),
                0,
                false,
                null);
    }

    boolean isAtEnd() {
        return (hasExpected() && range.until() == ScanRange.Until.EXPECTED_ROWS) || from >= limit();
    }

    /** Whether reading on without knowing the last step would be a guess. */
    boolean needsEnd() {
        return end.isEmpty() && (isShort || hasExpected()) && !looksBehind();
    }

    private boolean hasExpected() {
        return received >= range.expectedRows();
    }

    ScanPosition upTo(RunEnd end) {
        OptionalLong behind =
                OptionalLong.of(end.step().isPresent() ? end.step().getAsLong() + 1 : from);
        return new ScanPosition(
                range, from, received, width, behind, lines > 0 ? lines : end.lines(), pageBytes, isShort, last);
    }

    private long limit() {
        return Math.min(range.toStep().orElse(Long.MAX_VALUE), looksBehind() ? BEHIND_ALL : end.orElse(BEHIND_ALL));
    }

    /** Whether to ask for all that may come now: what the server knows of the end may lag behind the rows. */
    boolean looksBehind() {
        boolean isWanted = range.until().isBehindAll() || range.toStep().isPresent();
        // where answers are short, a window that wide would be halved dozens of times
        boolean isAllAtOnce = range.until() == ScanRange.Until.ALL_AT_ONCE && range.expectedRows() < width.pageRows();
        if (isAllAtOnce && from == range.fromStep()) {
            return true;
        }
        return end.isPresent()
                ? from >= end.getAsLong() && (isWanted || received == 0 || !hasExpected())
                : isWanted && received > 0 && received == range.expectedRows();
    }

    /** Lines still to come, 0 if unknown. */
    private long remaining() {
        return Math.max(0, lines - received);
    }

    /** What to read next: several windows where rows that came say how wide they must be, else one. */
    List<Window> windows() {
        long limit = limit();
        if (looksBehind() && from < limit) {
            return List.of(new Window(from, limit));
        }
        long steps = steps();
        long pages = remaining() == 0 ? GROUP : (remaining() - 1) / width.pageRows() + 1;
        long fitting = RowLimit.pages(pageBytes, range.groupBytes());
        long most = width.isMeasured() ? Math.min(Math.min(GROUP, fitting), pages) : 1;
        List<Window> windows = new ArrayList<>();
        long next = from;
        while (windows.size() < most && next < limit) {
            Window window = new Window(next, next + Math.min(limit - next, steps));
            windows.add(window);
            next = window.to();
        }
        return windows;
    }

    /** Where rows are sparse, those to come are taken to be spread over all the steps to come. */
    private long steps() {
        if (width.isMeasured() || end.isEmpty() || remaining() == 0) {
            return width.steps();
        }
        double spread = (double) width.pageRows() * (end.getAsLong() - from) / remaining();
        return width.atLeast(spread).steps();
    }

    /** About how many rows the window has that is read as the n-th from here. */
    long expectedRows(int index) {
        if (looksBehind()) {
            return Math.max(1, Math.min(remaining(), width.pageRows())); // most likely there is none
        }
        long rows = remaining() - (long) index * width.pageRows();
        return rows <= 0 ? width.pageRows() : Math.min(rows, width.pageRows());
    }

    /** Behind a page, which may be of the first part of the window that was asked for. */
    ScanPosition after(Window asked, HistoryPage page) {
        long read = page.window().width();
        boolean wasTooMuch = page.window().to() < asked.to()
                && page.received() < width.pageRows()
                && page.bytes() <= RowLimit.PAGE_BYTES;
        boolean isPartOfRest = looksBehind() && page.window().to() < asked.to();
        return new ScanPosition(
                range,
                page.window().to(),
                received + page.received(),
                wasTooMuch ? width.heldAt(read) : width.after(read, page.received(), page.bytes()),
                isPartOfRest ? OptionalLong.of(BEHIND_ALL) : end,
                lines,
                page.bytes(),
                isShort || page.received() < width.pageRows() / 2,
                page.rows().isEmpty()
                        ? last
                        : HistoryReader.withTimeOnly(page.rows().get(page.rows().size() - 1)));
    }
}
