// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.shared;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what other processes and threads do. */
public final class Waiting {

    private Waiting() {}

    /**
     * Waits until it is so.
     *
     * @return whether it became so within the time
     */
    public static boolean until(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }
}
