// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.Window;
import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a recount of the rows that were delivered shows beside what the anchors remember: between two anchors with more rows than were
 * delivered between them there are late ones. Rows are counted and not kept. Not thread-safe.
 */
final class Audit {

    private final RunOffset offset;
    private final RunMark target;
    private final List<Anchor> anchors;
    private final long[] counted;
    private int current;
    private long lines;
    private Optional<Part> fullest = Optional.empty();
    private Optional<Long> firstStep = Optional.empty();

    /** Steps, and how many rows there are among them. */
    record Part(Window window, int rows) {}

    Audit(RunOffset offset, RunMark target) {
        this.offset = offset;
        this.target = target;
        this.anchors = offset.anchors().from(offset.firstStep()).list();
        this.counted = new long[anchors.size()];
    }

    /** Whether nothing was delivered that could be counted again. */
    boolean isEmpty() {
        return anchors.isEmpty();
    }

    /** The steps it reads, if it is not empty. */
    Window window() {
        return new Window(offset.firstStep(), anchors.get(anchors.size() - 1).step() + 1);
    }

    /** The listing that gave rise to it. */
    RunMark target() {
        return target;
    }

    /** The next page of the window. */
    void count(HistoryPage page) {
        int rows = page.rows().size();
        lines += rows;
        if (firstStep.isEmpty() && rows > 0) {
            firstStep = Optional.of(page.rows().get(0).step());
        }
        if (fullest.map(part -> rows > part.rows()).orElse(true)) {
            fullest = Optional.of(new Part(page.window(), rows));
        }
        for (HistoryRow row : page.rows()) {
            while (row.step() > anchors.get(current).step()) {
                current++;
            }
            counted[current]++;
        }
    }

    /** The page with the most rows: if the server leaves rows out, it does here. */
    Optional<Part> fullest() {
        return fullest;
    }

    /** The step of the first row that the server showed, empty if there was none. */
    Optional<Long> firstStep() {
        return firstStep;
    }

    /** At the end: the steps among which there are rows that were not delivered. */
    Optional<Window> surplus() {
        long from = -1;
        long to = -1;
        long start = offset.firstStep();
        long before = 0;
        for (int i = 0; i < counted.length; i++) {
            Anchor anchor = anchors.get(i);
            if (counted[i] > anchor.rows() - before) {
                from = from < 0 ? start : from;
                to = anchor.step() + 1;
            }
            start = anchor.step() + 1;
            before = anchor.rows();
        }
        return from < 0 ? Optional.empty() : Optional.of(new Window(from, to));
    }

    /** The offset with what was counted, once late rows have completed. */
    RunOffset recounted() {
        if (isEmpty()) {
            return offset;
        }
        List<Anchor> recounted = new ArrayList<>();
        offset.anchors().list().stream()
                .filter(anchor -> anchor.step() < offset.firstStep())
                .forEach(recounted::add);
        long rows = 0;
        for (int i = 0; i < counted.length; i++) {
            rows += counted[i];
            recounted.add(new Anchor(anchors.get(i).step(), anchors.get(i).timestamp(), rows));
        }
        return offset.recounted(lines, new Anchors(recounted));
    }
}
