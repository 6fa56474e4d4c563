// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many exchanges may still be started before the next poll. */
final class PollBudget {

    private final int perPoll;
    private final AtomicInteger left;
    private volatile CountDownLatch wanted = new CountDownLatch(1);

    /** @param perPoll 0 or less: no bound */
    PollBudget(int perPoll) {
        this.perPoll = perPoll;
        this.left = new AtomicInteger(perPoll);
    }

    boolean tryTake() {
        boolean isTaken = perPoll <= 0 || left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
        if (!isTaken) {
            wanted.countDown();
        }
        return isTaken;
    }

    /** Waits until more is wanted than this poll gives, or until {@link #goOn}; so long at most. */
    void awaitWanted(Duration longest) throws InterruptedException {
        boolean ignored = wanted.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whoever waits is not to wait any longer. */
    void goOn() {
        wanted.countDown();
    }

    /** What was taken was not used. */
    void giveBack() {
        left.getAndUpdate(n -> Math.min(perPoll, n + 1));
    }

    void renew() {
        wanted = new CountDownLatch(1); // first: what is refused from now on is not to be overheard
        left.set(perPoll);
    }
}
