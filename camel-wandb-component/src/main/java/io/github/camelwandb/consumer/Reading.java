// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryPage;
import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.history.PageExtent;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a run, from its newest anchor to the end of what its listing promised: pages one after the other, cut into batches. The
 * anchor and what is below the position only show whether the history still is the one that was delivered. Not thread-safe: its
 * follower's own.
 */
final class Reading {

    private enum Kind {
        /** From the newest anchor, if there is one. */
        OVERLAPPING,
        /** From the position, for some of the rows that were delivered cannot be looked at. */
        BEHIND_HIDDEN,
        /** Below the position, which it does not move. */
        LATE
    }

    /** What the page says of the newest anchor. */
    enum Overlap {
        AGREES,
        MISSING,
        REWRITTEN
    }

    /**
     * Rows to hand over, none where all were filtered out.
     *
     * @param place of the first in its generation
     * @param after the offset that holds when they and all before them have completed
     * @param rewrittenFrom for the first rows of a generation that replays, the step it replays from; null otherwise
     */
    record Batch(
            List<HistoryRow> rows,
            long place,
            RunOffset after,
            @Nullable Long rewrittenFrom) {}

    private final HistoryScan scan;
    private final RunMark target;
    private final Selection selection;
    private final Kind kind;
    private final @Nullable Anchor anchor;
    private final LateRows done;

    private @Nullable CompletableFuture<Optional<HistoryPage>> ahead;
    private boolean readsAhead;
    private boolean overlapSeen;
    private RunOffset pageStart;
    private RunOffset position;
    private @Nullable HistoryPage page;
    private List<HistoryRow> rows = List.of();
    private int below; // rows of the page below the position
    private long knownLines; // of the page, less those behind the page before: counted before
    private long linesBehind; // that are no rows, behind the last row so far
    private Optional<PageExtent> lastPage = Optional.empty();
    private final Suspects suspects = new Suspects();
    private int used;
    private long passed; // rows of pages before
    private boolean hasBatch;

    private Reading(
            HistoryScan scan,
            RunOffset from,
            RunMark target,
            Selection selection,
            Kind kind,
            boolean readsAhead,
            LateRows done) {
        this.scan = scan;
        this.pageStart = from;
        this.position = from;
        this.target = target;
        this.selection = selection;
        this.kind = kind;
        this.anchor = kind == Kind.OVERLAPPING ? from.anchors().newest().orElse(null) : null;
        this.done = done;
        this.readsAhead = readsAhead;
    }

    /**
     * Begins at the newest anchor, if there is one.
     *
     * @param isTried whether it may be that the route takes no row still, so that nothing is read ahead of the first page
     */
    static Reading overlapping(HistoryScan scan, RunOffset from, RunMark target, Selection selection, boolean isTried) {
        return new Reading(scan, from, target, selection, Kind.OVERLAPPING, !isTried, new LateRows());
    }

    /** Begins behind what was delivered, of which some rows are hidden. */
    static Reading behind(HistoryScan scan, RunOffset from, RunMark target, Selection selection) {
        return new Reading(scan, from, target, selection, Kind.BEHIND_HIDDEN, true, new LateRows());
    }

    /**
     * Reads below the position, and does not move it.
     *
     * @param done which rows are not to come again
     */
    static Reading late(HistoryScan scan, RunOffset from, RunMark target, Selection selection, LateRows done) {
        LateRows left = done.copy(); // less what completes from now on
        return new Reading(scan, from, target, selection, Kind.LATE, true, left);
    }

    boolean isLate() {
        return kind == Kind.LATE;
    }

    /** Whether some of the rows that were delivered cannot be looked at. */
    boolean isBehindHidden() {
        return kind == Kind.BEHIND_HIDDEN;
    }

    /** At the end: the lines behind the last row, which are no rows. */
    long linesBehind() {
        return linesBehind;
    }

    /** At the end: how many rows came, also those that were not selected. */
    long rows() {
        return passed + rows.size();
    }

    /** At the end: whether the last step that the server knows is below this one, so that nothing is hidden from there on. */
    boolean isToLastStep(long nextStep) {
        return scan.end().isPresent() && nextStep >= scan.end().getAsLong();
    }

    /** The last page with rows so far: if there are others behind what was read, the server has left them out here. */
    Optional<PageExtent> lastPage() {
        return lastPage;
    }

    /** Of late rows: the pages in which some may have been left out, if fewer came than there are. */
    Suspects suspects() {
        return suspects;
    }

    /** The listing this reading answers. */
    RunMark target() {
        return target;
    }

    /** The page after the current one, or nothing at the end; to be given to {@link #turnTo}. */
    CompletableFuture<Optional<HistoryPage>> nextPage() {
        letGo();
        if (ahead == null) {
            ahead = scan.next();
        }
        return ahead;
    }

    /** A page that is used up is not to be held while the next one is read. */
    private void letGo() {
        passed += rows.size();
        rows = List.of();
        used = 0;
        page = null;
    }

    /** Whether, at the end, the newest anchor was not met because no page came at all. */
    boolean hasMissedOverlap() {
        return anchor != null && !overlapSeen;
    }

    /** Unless the overlap agrees nothing of the page is to be used. */
    Overlap turnTo(HistoryPage next) {
        boolean isBeforeOverlap = anchor != null && !overlapSeen;
        boolean hasRows = !next.rows().isEmpty();
        if (anchor != null && isBeforeOverlap && hasRows) {
            Overlap overlap = overlap(anchor, next.rows());
            if (overlap != Overlap.AGREES) {
                return overlap;
            }
            overlapSeen = true;
        }
        if (hasRows) {
            PageExtent extent = PageExtent.of(next);
            lastPage = Optional.of(extent);
            if (isLate()) {
                suspects.add(extent);
            }
        }
        pageStart = position;
        page = next;
        below = 0;
        int known = 0; // counted before
        for (HistoryRow row : next.rows()) {
            if (isLate() || row.step() >= pageStart.nextStep()) {
                break;
            }
            below++;
            known += row.step() < pageStart.firstStep() || (anchor != null && row.step() <= anchor.step()) ? 1 : 0;
        }
        rows = next.rows().subList(below, next.rows().size());
        knownLines = known > 0 ? next.linesUpTo(known) : -linesBehind;
        if (hasRows) {
            linesBehind = next.linesBehind();
        } else if (!isBeforeOverlap) {
            linesBehind += next.linesBehind();
        }
        used = 0;
        hasBatch = hasRows;
        ahead = readsAhead && scan.isToReadAhead() ? scan.next() : null;
        readsAhead = true;
        return Overlap.AGREES;
    }

    /** Lines that were not counted before, up to the last of the first so many rows of the page at or above the position. */
    private long newLinesUpTo(int index) {
        return page == null || below + index == 0 ? 0 : page.linesUpTo(below + index) - knownLines;
    }

    private static Overlap overlap(Anchor anchor, List<HistoryRow> rows) {
        List<HistoryRow> there = rows.stream()
                .takeWhile(row -> row.step() <= anchor.step())
                .filter(row -> row.step() == anchor.step())
                .toList();
        if (there.isEmpty()) {
            return Overlap.MISSING;
        }
        return anchor.isAmong(there) ? Overlap.AGREES : Overlap.REWRITTEN;
    }

    /** Whether something of the current page was not yet taken. */
    boolean hasBatch() {
        return hasBatch;
    }

    /** The place of the next row among the rows of its generation; below 0 where late rows are counted for themselves. */
    long place() {
        return isLate() ? -1 - passed - used : pageStart.lines() + newLinesUpTo(used + 1) - 1;
    }

    /** The next rows of the current page, at most so many. */
    Batch nextBatch(int size) {
        long place = place();
        RunOffset before = position;
        List<HistoryRow> kept = new ArrayList<>(Math.min(size, rows.size() - used));
        while (used < rows.size()) {
            Optional<HistoryRow> selected = selection.apply(rows.get(used));
            if (selected.isPresent() && kept.size() == size) {
                break;
            }
            selected.filter(row -> !done.take(row)).ifPresent(kept::add);
            used++;
        }
        hasBatch = used < rows.size();
        if (isLate()) {
            return new Batch(kept, place, before, null);
        }
        Long rewrittenFrom = kept.isEmpty() ? null : before.rewrittenFrom();
        position = kept.isEmpty() ? positionAt(used) : positionAt(used).begun();
        if (!kept.isEmpty()) {
            pageStart = pageStart.begun();
        }
        return new Batch(kept, place, position, rewrittenFrom);
    }

    /** Behind a page of rows below the position. The next reading is not to begin before those that were passed over. */
    private RunOffset withoutRows() {
        RunOffset after = pageStart.withMoreLines(newLinesUpTo(0));
        if (page == null || below == 0) {
            return after;
        }
        HistoryRow last = page.rows().get(below - 1);
        boolean isPassed = last.step() < after.firstStep()
                && after.anchors()
                        .newest()
                        .filter(newest -> newest.step() < last.step())
                        .isPresent();
        return isPassed ? after.remembering(after.anchors().passing(last)) : after;
    }

    /** A position moves a whole step at a time: rows of one step are delivered again together. */
    private RunOffset positionAt(int index) {
        boolean isEnd = index == rows.size();
        int whole = index;
        while (!isEnd
                && whole > 0
                && rows.get(whole - 1).step() == rows.get(index).step()) {
            whole--;
        }
        if (whole == 0) {
            return isEnd ? withoutRows() : pageStart;
        }
        HistoryRow last = rows.get(whole - 1);
        Anchors known = position.anchors();
        boolean isRemembered =
                known.newest().filter(newest -> newest.step() == last.step()).isPresent();
        long moreLines = newLinesUpTo(whole);
        Anchors remembered = isRemembered ? known : known.with(Anchor.at(last, pageStart.lines() + moreLines));
        return pageStart.after(last, moreLines, remembered);
    }
}
