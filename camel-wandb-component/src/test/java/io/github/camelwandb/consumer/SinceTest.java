// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinceTest {

    private final SettableClock clock = new SettableClock("2026-03-01T12:00:00Z");
    private final Since since = new Since(clock, Duration.ofSeconds(30));

    @Test
    void whatHasNotBegunIsNeverLongEnough() {
        clock.advance(Duration.ofDays(1));

        assertThat(since.isSo()).isFalse();
        assertThat(since.isLongEnough()).isFalse();
    }

    @Test
    void whatGoesOnHasBegunOnce() {
        since.begun();
        clock.advance(Duration.ofSeconds(29));
        assertThat(since.begun().isLongEnough()).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(since.begun().isLongEnough()).isTrue();
    }

    @Test
    void whatEndedBeginsAnew() {
        since.begun();
        clock.advance(Duration.ofSeconds(29));
        since.ended();
        assertThat(since.isSo()).isFalse();

        since.begun();
        clock.advance(Duration.ofSeconds(1));

        assertThat(since.isLongEnough()).isFalse();
    }

    @Test
    void aClockThatIsSetBackDelaysItNoLongerThanItTakesAnyway() {
        since.begun();
        clock.advance(Duration.ofHours(-1));
        assertThat(since.isLongEnough()).isFalse();

        clock.advance(Duration.ofSeconds(30));

        assertThat(since.isLongEnough()).isTrue();
    }
}
