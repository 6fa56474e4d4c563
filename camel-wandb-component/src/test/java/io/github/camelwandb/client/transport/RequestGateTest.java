// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestGateTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SettableClock clock = new SettableClock();
    private final RequestGate gate = new RequestGate(2, clock, timer);

    @AfterEach
    void endThreads() {
        timer.shutdownNow();
    }

    @Test
    void whoFindsNoRoomWaitsForItsTurn() {
        gate.enter();
        gate.enter();
        CompletableFuture<Void> third = gate.enter();
        CompletableFuture<Void> fourth = gate.enter();
        assertThat(third).isNotDone();

        gate.leave();

        assertThat(third).isCompleted();
        assertThat(fourth).isNotDone();
    }

    @Test
    void whoGivesUpWaitingTakesNoRoom() {
        gate.enter();
        gate.enter();
        gate.enter().cancel(true);
        CompletableFuture<Void> fourth = gate.enter();

        gate.leave();

        assertThat(fourth).isCompleted();
    }

    @Test
    void nobodyIsLetInDuringAPause() {
        gate.closeFor(Duration.ofMinutes(5));
        CompletableFuture<Void> turn = gate.enter();
        clock.now = clock.now.plus(Duration.ofMinutes(5)).minusMillis(1);
        CompletableFuture<Void> later = gate.enter();
        assertThat(turn).isNotDone();
        assertThat(gate.pause()).contains(Duration.ofMillis(1));

        clock.now = clock.now.plusMillis(1);
        gate.enter();

        assertThat(turn).isCompleted();
        assertThat(later).isCompleted();
        assertThat(gate.pause()).isEmpty();
    }

    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        gate.closeFor(Duration.ofMinutes(5));
        gate.closeFor(Duration.ofSeconds(1));

        assertThat(gate.pause()).contains(Duration.ofMinutes(5));
    }

    @Test
    void aClockThatIsSetBackDuringAPauseMakesItNoLonger() {
        gate.closeFor(Duration.ofMinutes(5));
        CompletableFuture<Void> turn = gate.enter();

        clock.now = clock.now.minus(Duration.ofHours(1));
        gate.enter();

        assertThat(turn).isCompleted();
        gate.closeFor(Duration.ofMinutes(5));
        assertThat(gate.pause()).contains(Duration.ofMinutes(5));
    }

    @Test
    void itOpensByItselfAfterThePause() {
        RequestGate real = new RequestGate(1, Clock.systemUTC(), timer);
        real.closeFor(Duration.ofMillis(50));

        CompletableFuture<Void> turn = real.enter();

        await().until(turn::isDone);
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
