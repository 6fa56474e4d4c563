// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineCountTest {

    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

    private final SettableClock clock = new SettableClock(NOW.toString());
    private final LineCount count = new LineCount(clock, new ServerTime(clock), Duration.ofSeconds(5));

    private static RunMark counted(long lines) {
        return new RunMark(lines, "running", NOW);
    }

    private static RunOffset read(long lines) {
        return new RunOffset(NOW, 1, 0, lines, lines, 0, 0, null, Anchors.none(), counted(lines));
    }

    @Test
    void moreLinesThanWereReadAreAReasonToRead() {
        assertThat(count.isReasonToRead(counted(11), read(10), false)).isTrue();
    }

    @Test
    void aHeartbeatAloneIsNoneButInASweep() {
        RunMark alive = new RunMark(10, "running", NOW.plusSeconds(1));

        assertThat(count.isReasonToRead(alive, read(10), false)).isFalse();
        assertThat(count.isReasonToRead(alive, read(10), true)).isTrue();
    }

    @Test
    void theEndOfARunIsOne() {
        assertThat(count.isReasonToRead(new RunMark(10, "finished", NOW), read(10), false))
                .isTrue();
    }

    @Test
    void aServerThatDoesNotCountIsReadWheneverTheRunHasShownLife() {
        RunOffset uncounted = new RunOffset(NOW, 1, 0, 10, 10, 0, 0, null, Anchors.none(), counted(0));

        assertThat(count.isReasonToRead(new RunMark(0, "running", NOW.plusSeconds(1)), uncounted, false))
                .isTrue();
    }

    @Test
    void aReadingThatBeganTooEarlyIsNotTheLastOneOfARunThatIsNotCounted() {
        RunMark ended = new RunMark(0, "finished", NOW);
        count.readingBegins(ended, read(10));
        clock.advance(LineCount.LAG);

        assertThat(count.judge(ended, read(10))).isEqualTo(LineCount.Finding.WAIT);

        count.readingBegins(ended, read(10));
        assertThat(count.judge(ended, read(10))).isEqualTo(LineCount.Finding.AGREES);
    }

    @Test
    void whatIsMissingWhileAReadingIsTooEarlyHasBeenMissingSinceThen() {
        RunMark ended = new RunMark(12, "finished", NOW);
        RunOffset behindAStep = new RunOffset(NOW, 1, 50, 60, 10, 0, 0, null, Anchors.none(), null);
        count.readingBegins(ended, behindAStep);
        assertThat(count.judge(ended, behindAStep)).isEqualTo(LineCount.Finding.WAIT);

        clock.advance(LineCount.LAG);
        count.readingBegins(ended, behindAStep);

        assertThat(count.judge(ended, behindAStep)).isEqualTo(LineCount.Finding.AHEAD);
    }

    /** Looks at a run that grows and of which the newest lines are never shown, until it is to be read again. */
    private int looksUntilRecount(long lines) {
        int looks = 0;
        LineCount.Finding finding;
        do {
            looks++;
            clock.advance(Duration.ofSeconds(10));
            count.readingBegins(counted(lines + 100 * looks), read(lines + 100 * looks - 5));
            finding = count.judge(counted(lines + 100 * looks), read(lines + 100 * looks - 5));
        } while (finding == LineCount.Finding.WAIT);
        assertThat(finding).isEqualTo(LineCount.Finding.AHEAD);
        return looks;
    }

    @Test
    void aRunThatGrowsAllTheTimeIsReadAgainLessAndLessOften() {
        int first = looksUntilRecount(0);
        assertThat(count.isToBeAccepted(counted(1_000), read(995), read(995))).isFalse();
        int second = looksUntilRecount(1_000);
        assertThat(count.isToBeAccepted(counted(10_000), read(9_995), read(9_995)))
                .isFalse();
        int third = looksUntilRecount(10_000);

        assertThat(first).isLessThanOrEqualTo(4);
        assertThat(third).isGreaterThan(second);
    }

    @Test
    void aRunOfWhichLateRowsWereFoundIsReadAgainAsSoon() {
        looksUntilRecount(0);
        assertThat(count.isToBeAccepted(counted(1_000), read(900), read(995))).isFalse();
        int second = looksUntilRecount(1_000);
        assertThat(count.isToBeAccepted(counted(10_000), read(9_900), read(9_995)))
                .isFalse();

        assertThat(looksUntilRecount(10_000)).isEqualTo(second);
    }

    @Test
    void aCountThatGoesBackNowAndThenIsNotBehindAllTheTime() {
        assertThat(count.isReasonToRead(counted(5), read(10), false)).isTrue();
        count.readingBegins(counted(5), read(10));
        assertThat(count.judge(counted(5), read(10))).isEqualTo(LineCount.Finding.WAIT);
        assertThat(count.isReasonToRead(counted(10), read(10), false)).isFalse();

        clock.advance(LineCount.LAG);
        count.isReasonToRead(counted(5), read(10), false);
        count.readingBegins(counted(5), read(10));

        assertThat(count.judge(counted(5), read(10))).isEqualTo(LineCount.Finding.WAIT);
    }
}
