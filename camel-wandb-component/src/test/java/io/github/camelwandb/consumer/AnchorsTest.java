// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnchorsTest {

    private static HistoryRow row(long step, double timestamp) {
        return HistoryRow.of(Map.of("_step", step, "_timestamp", timestamp), NonFinite.STRING);
    }

    /** Rows at steps 0 to before {@code rows}, each logged at the second of its step. */
    private static Anchors afterRows(int rows) {
        Anchors anchors = Anchors.none();
        for (int step = 0; step < rows; step++) {
            anchors = anchors.with(Anchor.at(row(step, step), step + 1));
        }
        return anchors;
    }

    private static Map<Long, List<HistoryRow>> allThere(Anchors anchors) {
        Map<Long, List<HistoryRow>> rows = new HashMap<>();
        anchors.steps().forEach(step -> rows.put(step, List.of(row(step, step))));
        return rows;
    }

    @Test
    void theNewestAndTheFirstRowAreRememberedHoweverManyThereWere() {
        Anchors anchors = afterRows(1_000_000);

        assertThat(anchors.list()).hasSizeLessThanOrEqualTo(16);
        assertThat(anchors.steps()).startsWith(0L).endsWith(999_999L).isSorted();
    }

    @Test
    void fromAnyRowTheNextRememberedOneBelowIsAtMostAboutFourTimesAsFarFromTheNewest() {
        Anchors anchors = Anchors.none();
        for (int rows = 1; rows < 5_000; rows++) {
            anchors = anchors.with(Anchor.at(row(rows - 1, rows - 1), rows));
            List<Long> steps = anchors.steps();
            for (int i = steps.size() - 1; i > 0; i--) {
                long distance = Math.max(1, rows - 1 - steps.get(i));
                assertThat(rows - 1 - steps.get(i - 1)).isLessThanOrEqualTo(4 * distance);
            }
        }
    }

    @Test
    void allStandIfAllAreThere() {
        Anchors anchors = afterRows(100);

        assertThat(anchors.judge(allThere(anchors))).isEqualTo(new Verdict.Stands());
    }

    @Test
    void theLastStandingOneIsBelowTheLowestThatDoesNot() {
        Anchors anchors = afterRows(100);
        Map<Long, List<HistoryRow>> rows = allThere(anchors);
        List<Long> steps = anchors.steps();
        rows.put(steps.get(3), List.of());
        rows.put(steps.get(5), List.of(row(steps.get(5), 77_777)));

        assertThat(anchors.judge(rows))
                .isEqualTo(new Verdict.Rewritten(
                        Optional.of(anchors.list().get(2)),
                        Optional.of(new Anchor(
                                steps.get(5), 77_777, anchors.list().get(5).rows()))));
    }

    @Test
    void missingRowsAloneAreNoVerdict() {
        Anchors anchors = afterRows(100);
        Map<Long, List<HistoryRow>> rows = allThere(anchors);
        rows.put(99L, List.of());

        assertThat(anchors.judge(rows))
                .isEqualTo(new Verdict.Missing(
                        List.of(anchors.newest().orElseThrow()),
                        anchors.list().subList(0, anchors.list().size() - 1)));
        assertThat(anchors.lastBelow(anchors.newest().orElseThrow()))
                .contains(anchors.list().get(anchors.list().size() - 2));
    }

    @Test
    void aRowIsMissingWhereOnlyOlderOnesOfItsStepAreThere() {
        Anchor newest = Anchor.at(row(5, 1.5), 1);
        Anchors anchors = Anchors.none().with(newest);

        assertThat(anchors.judge(Map.of(5L, List.of(row(5, 1.4)))))
                .isEqualTo(new Verdict.Missing(List.of(newest), List.of()));
        assertThat(anchors.judge(Map.of(5L, List.of(row(5, 1.4), row(5, 1.6)))))
                .isEqualTo(new Verdict.Rewritten(Optional.empty(), Optional.of(new Anchor(5, 1.6, 1))));
    }

    @Test
    void aRowIsFoundAmongOthersOfItsStep() {
        Anchors anchors = Anchors.none().with(Anchor.at(row(5, 1.5), 1));

        assertThat(anchors.judge(Map.of(5L, List.of(row(5, 9), row(5, 1.5))))).isEqualTo(new Verdict.Stands());
    }
}
