// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LineCountTest {

    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

    private final LineCount count = new LineCount(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(5));

    private static RunMark counted(long lines) {
        return new RunMark(lines, "running", NOW);
    }

    private static RunOffset read(long lines) {
        return new RunOffset(NOW, 1, lines, lines, counted(lines));
    }

    @Test
    void moreLinesThanWereReadAreAReasonToRead() {
        assertThat(count.isReasonToRead(counted(11), read(10), false)).isTrue();
    }

    @Test
    void aHeartbeatAloneIsNone() {
        assertThat(count.isReasonToRead(counted(10), read(10), false)).isFalse();
    }

    @Test
    void theEndOfARunIsOne() {
        assertThat(count.isReasonToRead(counted(10), read(10), true)).isTrue();
    }

    @Test
    void aServerThatDoesNotCountIsReadWheneverTheRunHasShownLife() {
        RunOffset uncounted = new RunOffset(NOW, 1, 10, 10, counted(0));

        assertThat(count.isReasonToRead(counted(0), uncounted, false)).isTrue();
    }
}
