// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a history that readers get to see: all of them, unless a script says otherwise. Safe for use by several threads. */
public final class ShownRows {

    private final History history;
    private final Export export;
    private final List<Steps> holes = new ArrayList<>();
    private @Nullable History held;

    private record Steps(long from, long toExclusive) {
        boolean has(HistoryLine row) {
            return row.step() >= from && row.step() < toExclusive;
        }
    }

    ShownRows(History history, Export export) {
        this.history = history;
        this.export = export;
    }

    /** Rows of these steps are not shown, those that are there and those to come. */
    public synchronized void hide(long fromStep, long toStepExclusive) {
        holes.add(new Steps(fromStep, toStepExclusive));
    }

    /** No step is hidden any more. */
    public synchronized void reveal() {
        holes.clear();
    }

    /** Whatever is written from now on, readers see the rows as they are now. */
    public synchronized void hold() {
        held = history.copy();
    }

    /** @return holds, when it is run, what is there now */
    public synchronized Runnable replica() {
        History copy = history.copy();
        return () -> {
            synchronized (this) {
                held = copy;
            }
        };
    }

    /** Readers see what was written. */
    public synchronized void release() {
        held = null;
    }

    /**
     * The rows shown whose step is in the half-open window, by step.
     *
     * @param minStep first step of the window
     * @param maxStep first step after the window
     */
    public synchronized List<HistoryLine> window(long minStep, long maxStep) {
        List<HistoryLine> rows = visible(minStep, maxStep);
        return export.begun()
                ? rows.stream().filter(export::serves).map(export::shaped).toList()
                : rows;
    }

    /** The rows shown that are not exported. */
    public synchronized List<HistoryLine> live() {
        return visible(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .filter(row -> !export.has(row))
                .toList();
    }

    private List<HistoryLine> visible(long minStep, long maxStep) {
        History shown = held;
        List<HistoryLine> rows = (shown == null ? history : shown).window(minStep, maxStep);
        return holes.isEmpty()
                ? rows
                : rows.stream()
                        .filter(row -> holes.stream().noneMatch(hole -> hole.has(row)))
                        .toList();
    }
}
