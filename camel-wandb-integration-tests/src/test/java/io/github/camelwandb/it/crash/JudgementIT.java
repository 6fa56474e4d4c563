// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JudgementIT {

    private static final Bound TWO = new Bound(2, Duration.ZERO);

    private static List<Written> rows(long... steps) {
        return LongStream.of(steps)
                .mapToObj(step -> new Written(1000 + 100 * step, "r1", step, "row " + step))
                .toList();
    }

    @SafeVarargs
    private static Judgement judge(Bound bound, List<Written>... lives) {
        return Judgement.of(Map.of("r1", List.of("row 0", "row 1", "row 2", "row 3", "row 4")), List.of(lives), bound);
    }

    @Test
    void whatCameOnceAndWhatCameAgainWithinTheBoundIsAsPromised() {
        assertThat(judge(TWO, rows(0, 1, 2), rows(), rows(1, 2, 3), rows(4)))
                .isEqualTo(new Judgement(List.of(), 5, 2, 2));
    }

    @Test
    void aMissingRowIsSeenBetweenLivesWithinOneAndAtTheEnd() {
        assertThat(judge(TWO, rows(0, 1), rows(3, 4)).complaints())
                .containsExactly("Run r1 in life 1: step 3 came where 2 was next");
        assertThat(judge(TWO, rows(0, 1, 3, 4)).complaints())
                .containsExactly("Run r1 in life 0: step 3 came where 2 was next");
        assertThat(judge(TWO, rows(0, 1, 2, 3)).complaints()).containsExactly("Run r1 ends before step 4 of 5");
        assertThat(judge(TWO, rows()).complaints()).containsExactly("Run r1 ends before step 0 of 5");
    }

    @Test
    void aRowOutOfOrderIsSeen() {
        assertThat(judge(TWO, rows(0, 2, 1, 3, 4)).complaints()).isNotEmpty();
        assertThat(judge(TWO, rows(0, 1, 1, 2, 3, 4)).complaints()).isNotEmpty();
    }

    @Test
    void moreRepeatsThanAllowedAreSeen() {
        assertThat(judge(TWO, rows(0, 1, 2), rows(0, 1, 2, 3, 4)).complaints())
                .containsExactly("Run r1 in life 1: 3 rows came again, and only 2 may");
    }

    @Test
    void rowsThatHadNoTimeToBeCommittedMayComeAgain() {
        Bound tenth = new Bound(1, Duration.ofMillis(100));

        assertThat(judge(tenth, rows(0, 1, 2, 3), rows(1, 2, 3, 4)).complaints())
                .isEmpty();
        assertThat(judge(tenth, rows(0, 1, 2, 3), rows(0, 1, 2, 3, 4)).complaints())
                .containsExactly("Run r1 in life 1: 4 rows came again, and only 3 may");
    }

    @Test
    void aKillAmongRowsThatComeAgainDoesNotCountThemTwice() {
        assertThat(judge(TWO, rows(0, 1, 2), rows(1), rows(2, 3, 4)).complaints())
                .isEmpty();
        assertThat(judge(TWO, rows(0, 1, 2), rows(1), rows(0, 1, 2, 3, 4)).complaints())
                .isEmpty();
        assertThat(judge(new Bound(1, Duration.ZERO), rows(0, 1, 2), rows(2), rows(1, 2, 3, 4))
                        .complaints())
                .containsExactly("Run r1 in life 2: 2 rows came again, and only 1 may");
    }

    @Test
    void aRowThatIsNotAsLoggedIsSeen() {
        List<Written> changed = List.of(new Written(0, "r1", 0, "row 7"));

        assertThat(judge(TWO, changed, rows(1, 2, 3, 4)).complaints())
                .containsExactly("Run r1 in life 0: step 0 is not as it was logged: row 7");
    }
}
