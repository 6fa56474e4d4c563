// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.OneLine;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.apache.camel.util.TimeUtils;

/**
 * How patiently a run is waited for.
 *
 * @param firstPause before the second look
 * @param timeout how long in all
 */
record WaitLimits(Duration firstPause, Duration timeout) {

    private static final Pattern TIME = Pattern.compile("\\d{1,15}|(\\d{1,9}(ms|[dhms]))+");

    /** Of the first pause. */
    private static final int LONGEST = 12;

    /** @throws IllegalArgumentException if an option is out of bounds */
    static WaitLimits of(WandbConfiguration configuration) {
        if (configuration.getWaitDelay() < 1) {
            throw new IllegalArgumentException("waitDelay=" + configuration.getWaitDelay() + " must be 1 ms or more");
        }
        if (configuration.getWaitTimeout() < 1) {
            throw new IllegalArgumentException(
                    "waitTimeout=" + configuration.getWaitTimeout() + " must be 1 ms or more");
        }
        return new WaitLimits(
                Duration.ofMillis(configuration.getWaitDelay()), Duration.ofMillis(configuration.getWaitTimeout()));
    }

    /**
     * These, with the timeout of the message if it has one.
     *
     * @throws IllegalArgumentException if it is none
     */
    WaitLimits of(Message message) {
        Object header = message.getHeader(WandbConstants.WAIT_TIMEOUT);
        return header == null ? this : new WaitLimits(firstPause, timeout(message, header));
    }

    private static Duration timeout(Message message, Object header) {
        if (header instanceof Duration duration && !duration.isNegative() && !duration.isZero()) {
            return duration;
        }
        String text =
                message.getHeader(WandbConstants.WAIT_TIMEOUT, "", String.class).strip();
        long millis = TIME.matcher(text).matches() ? TimeUtils.toMilliSeconds(text) : 0;
        if (millis <= 0) {
            throw new IllegalArgumentException("The header " + WandbConstants.WAIT_TIMEOUT + "=" + OneLine.of(header)
                    + " is no time to wait: set it to milliseconds or to a text such as 30m");
        }
        return Duration.ofMillis(millis);
    }

    /** Half as long again as the one before, up to a bound. */
    Duration pauseAfter(Duration pause) {
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        Duration longest = firstPause.multipliedBy(LONGEST);
        return longer.compareTo(longest) < 0 ? longer : longest;
    }
}
