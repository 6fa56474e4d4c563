// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.concurrent.atomic.AtomicInteger;

/** How many exchanges may still be started before the next poll. */
final class PollBudget {

    private final int perPoll;
    private final AtomicInteger left;

    /** @param perPoll 0 or less: no bound */
    PollBudget(int perPoll) {
        this.perPoll = perPoll;
        this.left = new AtomicInteger(perPoll);
    }

    boolean tryTake() {
        return perPoll <= 0 || left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
    }

    /** What was taken was not used. */
    void giveBack() {
        left.getAndUpdate(n -> Math.min(perPoll, n + 1));
    }

    void renew() {
        left.set(perPoll);
    }
}
