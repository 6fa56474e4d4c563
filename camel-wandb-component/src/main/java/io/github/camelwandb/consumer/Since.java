// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long something has been so. Where the clock was set back it is so from then on. */
final class Since {

    private final Clock clock;
    private final Duration enough;
    private volatile @Nullable Instant beginning;

    /** @param enough how long it must have been so */
    Since(Clock clock, Duration enough) {
        this.clock = clock;
        this.enough = enough;
    }

    /** It is so, now or still. */
    Since begun() {
        if (beginning == null) {
            beginning = clock.instant();
        }
        return this;
    }

    /** It is not so. */
    void ended() {
        beginning = null;
    }

    boolean isSo() {
        return beginning != null;
    }

    /** Whether it is so, and not for long enough: after that it is to be found out anew. */
    boolean isSoForNow() {
        if (isLongEnough()) {
            ended();
        }
        return isSo();
    }

    boolean isLongEnough() {
        return isSoFor(enough);
    }

    /** Whether it has been so for another time than that which is enough. */
    boolean isSoFor(Duration time) {
        Instant then = beginning;
        Instant now = clock.instant();
        if (then != null && now.isBefore(then)) {
            beginning = now;
            return false;
        }
        return then != null && !now.isBefore(then.plus(time));
    }
}
