// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lines of text written by index: system metrics and console output. Safe for use by several threads. */
public final class LineLog {

    private final List<String> lines = new ArrayList<>();
    private final WriterPlaces writers = new WriterPlaces();
    private int hiddenFrom;
    private int hiddenTo;

    LineLog() {}

    /** Writes lines from an index on, over those that are there; a gap is filled with empty lines. */
    public synchronized void write(int index, List<String> content) {
        while (lines.size() < index) {
            lines.add("");
        }
        for (String line : content) {
            if (index < lines.size()) {
                lines.set(index, line);
            } else {
                lines.add(line);
            }
            index++;
        }
    }

    /** Writes lines of one of several writers: new ones to the end, wherever that writer believes the end to be. */
    public synchronized void writeAs(String writer, int index, List<String> content) {
        for (String line : content) {
            write(writers.of(writer, index++, lines.size()), List.of(line));
        }
    }

    /** Adds one line at the end. */
    public synchronized void append(String line) {
        lines.add(line);
    }

    public synchronized void clear() {
        lines.clear();
        writers.forget();
    }

    public synchronized int size() {
        return lines.size();
    }

    /** A copy of the lines from one index up to another, as far as they exist. */
    public synchronized List<String> range(int from, int to) {
        int start = Math.max(0, Math.min(from, lines.size()));
        return List.copyOf(lines.subList(start, Math.max(start, Math.min(to, lines.size()))));
    }

    /** Lines of these indices are counted and not shown to readers. */
    public synchronized void hide(int from, int toExclusive) {
        hiddenFrom = from;
        hiddenTo = toExclusive;
    }

    /** The indices of the lines that are shown. */
    public synchronized List<Integer> shown() {
        return IntStream.range(0, lines.size())
                .filter(index -> index < hiddenFrom || index >= hiddenTo)
                .boxed()
                .toList();
    }

    /** A copy of all lines. */
    public synchronized List<String> all() {
        return List.copyOf(lines);
    }
}
