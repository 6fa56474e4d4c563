// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.WandbServerIncompatibleException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server knows a form of request. It does not if it says so; one refusal of another kind may have had another reason, and several in
 * a row have not. Safe for several threads.
 */
final class Refusals {

    private static final int ENOUGH = 3;

    private final AtomicInteger inARow = new AtomicInteger();

    /** The server has answered. */
    void ended() {
        inARow.set(0);
    }

    /** Whether there were so many that the form is not to be tried again. */
    boolean areEnough() {
        return inARow.get() >= ENOUGH;
    }

    /** Takes note of a refusal, and answers whether the form is not to be tried again. */
    boolean areEnough(@Nullable Throwable refusal) {
        return inARow.incrementAndGet() >= ENOUGH || WandbServerIncompatibleException.isSaidByServer(refusal);
    }
}
