// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

    private final SettableClock clock = new SettableClock(NOW.toString());
    private final Settlement settlement = new Settlement(clock, new ServerTime(clock));

    @Test
    void aRunThatHasJustEndedWaits() {
        assertThat(settlement.isDue(NOW)).isFalse();
        clock.advance(LineCount.LAG);
        assertThat(settlement.isDue(NOW)).isTrue();
    }

    @Test
    void soDoesOneThatEndedSomeHoursAgoAsLongAsOnlyOurClockSaysSo() {
        assertThat(settlement.isDue(NOW.minus(Duration.ofHours(20)))).isFalse();
    }

    @Test
    void whatEndedDaysAgoWaitsForNothing() {
        assertThat(settlement.isDue(NOW.minus(Duration.ofDays(1)))).isTrue();
    }

    @Test
    void oneThatWasSeenGoingOnWaitsWhateverTheTimesOfTheServerSay() {
        settlement.isActive();

        assertThat(settlement.isDue(NOW.minus(Duration.ofDays(1)))).isFalse();
        clock.advance(LineCount.LAG);
        assertThat(settlement.isDue(NOW.minus(Duration.ofDays(1)))).isTrue();
    }
}
