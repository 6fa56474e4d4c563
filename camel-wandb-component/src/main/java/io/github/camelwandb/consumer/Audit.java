// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.PageExtent;
import io.github.camelwandb.client.history.Window;
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
    private final long[] counted; // lines up to each anchor from the one before
    private final long[] countedRows;
    private int current; // among the anchors
    private long lines;
    private long linesBehind; // that are no rows, behind the last row so far
    private final Suspects suspects = new Suspects();
    private Optional<Long> firstStep = Optional.empty();

    Audit(RunOffset offset, RunMark target) {
        this.offset = offset;
        this.target = target;
        this.anchors = offset.anchors().from(offset.firstStep()).list();
        this.counted = new long[anchors.size()];
        this.countedRows = new long[anchors.size()];
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
        lines += page.linesUpTo(rows);
        if (firstStep.isEmpty() && rows > 0) {
            firstStep = Optional.of(page.rows().get(0).step());
        }
        suspects.add(PageExtent.of(page));
        for (int i = 0; i < rows; i++) {
            while (page.rows().get(i).step() > anchors.get(current).step()) {
                current++;
            }
            countedRows[current]++;
            counted[current] += page.linesUpTo(i + 1) - page.linesUpTo(i);
            if (i == 0) {
                lines += linesBehind;
                counted[current] += linesBehind;
                linesBehind = 0;
            }
        }
        linesBehind += page.linesBehind();
    }

    /** Whether it shows fewer lines than W&B counts. */
    boolean isShort() {
        return lines + offset.linesBehind() < target.lines();
    }

    /** The pages in which rows may have been left out, if it is short. */
    Suspects suspects() {
        return suspects;
    }

    /** The step of the first row that the server showed, empty if there was none. */
    Optional<Long> firstStep() {
        return firstStep;
    }

    /**
     * At the end: the steps among which there may be rows that were not delivered. Where there are fewer than were delivered some are not
     * shown any more, and the others may be others.
     */
    Optional<Window> changed() {
        long from = -1;
        long to = -1;
        long start = offset.firstStep();
        long before = 0;
        for (int i = 0; i < counted.length; i++) {
            Anchor anchor = anchors.get(i);
            if (counted[i] > 0 && counted[i] != anchor.rows() - before) {
                from = from < 0 ? start : from;
                to = anchor.step() + 1;
            }
            start = anchor.step() + 1;
            before = anchor.rows();
        }
        return from < 0 ? Optional.empty() : Optional.of(new Window(from, to));
    }

    /** At the end: how many rows it has counted among these steps, which end at anchors. */
    long rowsIn(Window steps) {
        long rows = 0;
        for (int i = 0; i < countedRows.length; i++) {
            long step = anchors.get(i).step();
            rows += step >= steps.from() && step < steps.to() ? countedRows[i] : 0;
        }
        return rows;
    }

    /** At the end: the steps of the lowest rows that are shown, and of what is hidden beside them: as many others may be in its place. */
    Optional<Window> besideHidden() {
        long start = offset.firstStep();
        for (int i = 0; i < counted.length; i++) {
            if (counted[i] > 0) {
                return Optional.of(new Window(start, anchors.get(i).step() + 1));
            }
            start = anchors.get(i).step() + 1;
        }
        return Optional.empty();
    }

    /** The offset with what was counted, once late rows have completed. */
    RunOffset recounted() {
        return recounted(false);
    }

    /**
     * The same where the lowest of the rows that were delivered are hidden: they count as they did. Those beside others that are shown
     * count among the ones before, or the next audit would take them for changed.
     */
    RunOffset recountedBesideHidden() {
        return recounted(true);
    }

    private RunOffset recounted(boolean isHidden) {
        if (isEmpty()) {
            return offset;
        }
        List<Anchor> recounted = new ArrayList<>();
        offset.anchors().list().stream()
                .filter(anchor -> anchor.step() < offset.firstStep())
                .forEach(recounted::add);
        long rows = 0;
        long hidden = 0;
        for (int i = 0; i < counted.length; i++) {
            boolean isNoneShownBelow = rows == hidden;
            if (isHidden && isNoneShownBelow && (counted[i] == 0 || i > 0)) {
                long notShown = Math.max(0, deliveredUpTo(i) - counted[i]);
                hidden += notShown;
                rows += notShown;
                if (counted[i] > 0) {
                    recounted.set(recounted.size() - 1, at(i - 1, rows));
                }
            }
            rows += counted[i];
            recounted.add(at(i, rows));
        }
        return offset.recounted(lines + hidden, new Anchors(recounted));
    }

    /** Lines up to this anchor from the one before. */
    private long deliveredUpTo(int anchor) {
        return anchors.get(anchor).rows()
                - (anchor == 0 ? 0 : anchors.get(anchor - 1).rows());
    }

    private Anchor at(int anchor, long rows) {
        return new Anchor(anchors.get(anchor).step(), anchors.get(anchor).timestamp(), rows);
    }
}
