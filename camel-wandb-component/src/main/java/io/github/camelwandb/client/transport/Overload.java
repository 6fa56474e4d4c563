// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelwandb.client.WandbUnavailableException;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Signs that an answer was more than the server, or something on the way, could manage: then less may be asked for. */
public final class Overload {

    private Overload() {}

    /** Whether the server failed at the answer, took too long over it, or broke it off. */
    public static boolean isLikely(Throwable failure) {
        return failure instanceof WandbUnavailableException unavailable
                && (unavailable.status().isPresent() || isTimeOut(failure) || isBrokenOff(failure));
    }

    /** Whether it was not the server that had no time for the answer, but we for the question. */
    public static boolean isOurs(Throwable failure) {
        return failure.getCause() instanceof RejectedExecutionException;
    }

    static boolean isTimeOut(Throwable failure) {
        return isDueTo(failure, Set.of(InterruptedIOException.class, TimeoutException.class));
    }

    private static boolean isBrokenOff(Throwable failure) {
        return isDueTo(failure, Set.of(JsonEOFException.class, EOFException.class, ProtocolException.class));
    }

    private static boolean isDueTo(Throwable failure, Set<Class<? extends Exception>> kinds) {
        Throwable cause = failure;
        while (cause != null && kinds.stream().noneMatch(kindOf(cause))) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static Predicate<Class<?>> kindOf(Throwable cause) {
        return kind -> kind.isInstance(cause);
    }
}
