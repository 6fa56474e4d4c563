// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The time of day, and whatever a test lets pass beside it, or only that. */
public final class ShiftedClock extends Clock {

    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);
    private volatile @Nullable Instant stopped;

    /** From now on only what a test lets pass. */
    public void stop() {
        stopped = Instant.now();
    }

    public void advance(Duration more) {
        shift.updateAndGet(more::plus);
    }

    @Override
    public Instant instant() {
        Instant since = stopped;
        return (since == null ? Instant.now() : since).plus(shift.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
