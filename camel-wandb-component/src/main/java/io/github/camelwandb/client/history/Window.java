// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/**
 * A range of steps.
 *
 * @param from the first step, not negative
 * @param to the step behind the last one
 */
public record Window(long from, long to) {

    public Window {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("not a window of steps: from " + from + " to before " + to);
        }
    }

    /** How many steps it has. */
    public long width() {
        return to - from;
    }

    boolean contains(long step) {
        return step >= from && step < to;
    }

    /** Whether all steps of the other one are in this one. */
    public boolean contains(Window other) {
        return from <= other.from && other.to <= to;
    }

    /** Its first part, after so many halvings; one step at least. */
    Window halved(int times) {
        return new Window(from, from + Math.max(1, width() >> Math.min(times, 62)));
    }

    @Override
    public String toString() {
        return "steps " + from + " to " + (to - 1);
    }
}
