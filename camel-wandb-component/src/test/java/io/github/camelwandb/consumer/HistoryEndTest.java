// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.offset.OffsetStores;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryEndTest {

    private static final Instant ENDED = Instant.parse("2026-02-01T00:00:00Z");
    private static final RunMark MARK = new RunMark(160, "finished", ENDED);

    private final SettableClock clock =
            new SettableClock(ENDED.plus(Duration.ofDays(2)).toString());
    private final ScheduledExecutorService committer = Executors.newSingleThreadScheduledExecutor();
    private final OffsetStores.Lease lease =
            new OffsetStores(clock, () -> "id", Thread::new).open(null, new MemoryStateRepository(), "following");
    private final UnsettledRuns unsettled =
            new UnsettledRuns(new Ledger(lease.store(), Duration.ZERO, committer, clock), "unsettled|");
    private final HistoryEnd end = new HistoryEnd("r1", unsettled, clock, new ServerTime(clock));

    @AfterEach
    void stop() {
        lease.close();
        committer.shutdownNow();
    }

    private static RunOffset withoutLines(long accepted) {
        return new RunOffset(null, 1, 0, 160, 160 - accepted, 0, accepted, null, Anchors.none(), MARK);
    }

    private void looks(long acceptedBefore, long accepted) {
        end.lookBegins(MARK, withoutLines(acceptedBefore));
        end.isLookedAt(MARK, withoutLines(accepted));
    }

    private void quarterOfAnHourLater() {
        clock.advance(Duration.ofMinutes(15));
    }

    @Test
    void aRunThatEndedLongAgoIsLookedAtOnceMoreAQuarterOfAnHourAfterItsGapWasFound() {
        end.isNotReached();

        looks(0, 60);
        clock.advance(Duration.ofMinutes(14));
        assertThat(end.isToBeLookedAt(MARK, withoutLines(60))).isFalse();
        quarterOfAnHourLater();
        assertThat(end.isToBeLookedAt(MARK, withoutLines(60))).isTrue();
        looks(60, 60);

        assertThat(unsettled.contains("r1")).isFalse();
    }

    @Test
    void aRunThatEndedLongAgoAndIsNotCountedIsReadOnce() {
        RunMark uncounted = new RunMark(0, "finished", ENDED);
        end.isNotReached();

        end.lookBegins(uncounted, withoutLines(0));
        end.isLookedAt(uncounted, withoutLines(-160));

        assertThat(unsettled.contains("r1")).isFalse();
    }

    @Test
    void aLastLookThatFindsAPartOfWhatWasMissingIsFollowedByAnother() {
        end.isNotReached();
        looks(0, 60);
        quarterOfAnHourLater();

        looks(60, 4);
        assertThat(unsettled.contains("r1")).isTrue();

        looks(4, 4);
        assertThat(unsettled.contains("r1")).isFalse();
    }
}
