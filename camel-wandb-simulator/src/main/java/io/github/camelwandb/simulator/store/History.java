// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one run. Lines are written by index, as file_stream does: a line at an index that exists replaces it. Reading is
 * by step. Safe for use by several threads; a list handed out does not change any more.
 */
public final class History {

    private @Nullable HistoryLine[] lines = new HistoryLine[16];
    private int size;
    private boolean ascending = true;
    private HistoryLine @Nullable [] byStep;
    private HistoryKeys keys = new HistoryKeys();
    private final WriterPlaces writers = new WriterPlaces();

    History() {}

    /** Writes lines from an index on. An index behind the end leaves a hole, which counts as a line but is no row. */
    public synchronized void write(int index, List<HistoryLine> content) {
        int end = index + content.size();
        if (end > lines.length) {
            lines = Arrays.copyOf(lines, Math.max(end, lines.length + (lines.length >> 1)));
        }
        if (index < size) {
            keys = new HistoryKeys();
        }
        for (HistoryLine line : content) {
            lines[index++] = line;
        }
        boolean appended = end - content.size() == size;
        ascending = ascending && appended && continues(end - content.size(), end);
        size = Math.max(size, end);
        byStep = null;
    }

    /** Writes lines of one of several writers: new ones to the end, wherever that writer believes the end to be. */
    public synchronized void writeAs(String writer, int index, List<HistoryLine> content) {
        for (HistoryLine line : content) {
            write(writers.of(writer, index++, size), List.of(line));
        }
    }

    /** Adds one line at the end. */
    public synchronized void append(HistoryLine line) {
        write(size, List.of(line));
    }

    /** The rows as they are now. */
    synchronized History copy() {
        History copy = new History();
        copy.write(0, inOrderWritten());
        return copy;
    }

    private boolean continues(int from, int to) {
        for (int i = Math.max(1, from); i < to; i++) {
            HistoryLine before = lines[i - 1];
            HistoryLine line = lines[i];
            if (before == null || line == null || before.step() > line.step()) {
                return false;
            }
        }
        return true;
    }

    /** Forgets every row above a step, and every hole. */
    public synchronized void truncateAfter(long step) {
        List<HistoryLine> kept = new ArrayList<>();
        for (HistoryLine line : inOrderWritten()) {
            if (line.step() <= step) {
                kept.add(line);
            }
        }
        lines = new HistoryLine[Math.max(16, kept.size())];
        size = 0;
        ascending = true;
        byStep = null;
        keys = new HistoryKeys();
        writers.forget();
        write(0, kept);
    }

    /** The number of lines, which is what W&amp;B counts. */
    public synchronized int lineCount() {
        return size;
    }

    /** The rows in the order they were written. */
    public synchronized List<HistoryLine> inOrderWritten() {
        List<HistoryLine> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            HistoryLine line = lines[i];
            if (line != null) {
                rows.add(line);
            }
        }
        return rows;
    }

    /** The last line written, or null. */
    public synchronized @Nullable HistoryLine last() {
        return size == 0 ? null : lines[size - 1];
    }

    /**
     * The rows whose step is in the half-open window, by step; equal steps in the order written.
     *
     * @param minStep first step of the window
     * @param maxStep first step after the window
     */
    public synchronized List<HistoryLine> window(long minStep, long maxStep) {
        HistoryLine[] sorted = sorted();
        int count = ascending ? size : sorted.length;
        int from = firstAtOrAbove(sorted, count, minStep);
        int to = Math.max(from, firstAtOrAbove(sorted, count, maxStep));
        return Arrays.asList(Arrays.copyOfRange(sorted, from, to));
    }

    @SuppressWarnings("NullAway") // an ascending history has no holes
    private HistoryLine[] sorted() {
        if (ascending) {
            return lines;
        }
        HistoryLine[] view = byStep;
        if (view == null) {
            view = inOrderWritten().toArray(HistoryLine[]::new);
            Arrays.sort(view, Comparator.comparingLong(HistoryLine::step));
            byStep = view;
        }
        return view;
    }

    private static int firstAtOrAbove(HistoryLine[] sorted, int count, long step) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].step() < step) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What was logged under which key, in W&amp;B's form; null as long as there is no row. */
    public synchronized @Nullable Map<String, Object> keys() {
        for (int i = keys.linesRead(); i < size; i++) {
            keys.read(lines[i]);
        }
        return keys.describe();
    }
}
