// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The remembered rows of a run: the newest, and older ones at distances that double, so that a few reach back to the first.
 *
 * @param list oldest first, ascending by step and by rows
 */
record Anchors(List<Anchor> list) {

    /** How many at most. */
    static final int MOST = 16;

    private static final Anchors NONE = new Anchors(List.of());

    Anchors {
        list = new PackedAnchors(list);
    }

    static Anchors none() {
        return NONE;
    }

    /**
     * Rows of a run that is followed from behind them on.
     *
     * @param rows at most {@link #MOST}, about evenly spread among the lines, ascending; the last one is the run's last
     * @param lines how many lines they stand for
     */
    static Anchors ofPassed(List<HistoryRow> rows, long lines) {
        List<Anchor> passed = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            long behind = (rows.size() - 1L - i) * Math.max(1, lines / rows.size());
            passed.add(Anchor.at(rows.get(i), -behind));
        }
        return new Anchors(passed);
    }

    /** Those of steps from this one on. */
    Anchors from(long step) {
        return new Anchors(list.stream().filter(each -> each.step() >= step).toList());
    }

    Optional<Anchor> newest() {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
    }

    /** How many rows of the generation were delivered or passed over. */
    long rows() {
        return newest().map(Anchor::rows).orElse(0L);
    }

    List<Long> steps() {
        return list.stream().map(Anchor::step).toList();
    }

    /** Of two at about the same distance the older one stays: it will be the one at the next distance. */
    Anchors with(Anchor newest) {
        List<Anchor> kept = new ArrayList<>(MOST + 1);
        kept.add(newest);
        int distance = 0;
        for (int i = list.size() - 1; i >= 0; i--) {
            int further = Math.min(MOST - 1, distance(newest, list.get(i)));
            // where what was passed over ends is never forgotten
            if (further == distance && kept.get(kept.size() - 1).rows() != 0) {
                kept.remove(kept.size() - 1);
            }
            kept.add(list.get(i));
            distance = further;
        }
        Collections.reverse(kept);
        return new Anchors(kept);
    }

    /** Where none was delivered yet: this row is passed over, too, and is the newest from now on. */
    Anchors passing(HistoryRow row) {
        List<Anchor> passed = new ArrayList<>(list.size() > 1 ? list.subList(0, list.size() - 1) : list);
        passed.add(Anchor.at(row, 0));
        return new Anchors(passed);
    }

    /** In doublings, from 1. */
    private static int distance(Anchor newest, Anchor older) {
        return Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, newest.rows() - older.rows()));
    }

    /** Those up to this one; none for none. */
    Anchors upTo(Optional<Anchor> last) {
        return last.map(anchor -> below(anchor.step() + 1)).orElse(NONE);
    }

    /** @param found the rows that are now at each of the {@link #steps} */
    Verdict judge(Map<Long, List<HistoryRow>> found) {
        List<Anchor> standing = new ArrayList<>();
        List<Anchor> missing = new ArrayList<>();
        for (Anchor anchor : list) {
            List<HistoryRow> rows = found.getOrDefault(anchor.step(), List.of());
            if (anchor.isAmong(rows)) {
                standing.add(anchor);
                continue;
            }
            Optional<Anchor> replacement = anchor.replacement(rows);
            if (replacement.isPresent()) {
                return new Verdict.Rewritten(lastBelow(missing.isEmpty() ? anchor : missing.get(0)), replacement);
            }
            missing.add(anchor);
        }
        return missing.isEmpty() ? new Verdict.Stands() : new Verdict.Missing(missing, standing);
    }

    /** Those of steps below this one; if none of them was delivered, they are the ones that were there before. */
    private Anchors below(long step) {
        Anchors below =
                new Anchors(list.stream().filter(each -> each.step() < step).toList());
        return below.rows() >= 0 ? below : below.passed();
    }

    /** The same as rows that were there before the run was followed. */
    Anchors passed() {
        long rows = rows();
        return new Anchors(list.stream()
                .map(each -> new Anchor(each.step(), each.timestamp(), each.rows() - rows))
                .toList());
    }

    /** The one before. */
    Optional<Anchor> lastBelow(Anchor anchor) {
        return list.stream().filter(each -> each.step() < anchor.step()).reduce((first, second) -> second);
    }
}
