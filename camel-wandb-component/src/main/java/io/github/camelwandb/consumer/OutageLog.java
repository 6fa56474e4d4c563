// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.offset.OffsetStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HttpResponseAware;
import org.apache.camel.support.LoggingExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs failures of W&amp;B and of the store in one line, because their stacks say nothing more. Others have Camel's own form. A repeated one
 * comes every few minutes only, unless it is of an exchange: an outage at night lasts for thousands of polls.
 */
final class OutageLog extends LoggingExceptionHandler {

    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Pattern WITH_A_NUMBER = Pattern.compile("\\S*\\d\\S*");

    private final Logger log;
    private final Clock clock;
    private final Map<String, Instant> said = new HashMap<>();

    OutageLog(CamelContext camel, Logger log, Clock clock) {
        super(camel, WandbConsumer.class);
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, @Nullable Throwable exception) {
        boolean isOutage = exception instanceof WandbRouteException || exception instanceof OffsetStoreException;
        if (exception == null || isSuppressLogging() || !(isOutage || exchange == null)) {
            super.handleException(message, exchange, exception);
            return;
        }
        if (isOutage) {
            warn(String.valueOf(message), exception);
        } else if (isNews(message + ": " + exception)) {
            super.handleException(message, null, exception);
        }
    }

    /** In one line, unless it was said lately. */
    void warn(String what, Throwable cause) {
        if (isNews(what + ": " + withoutNumbers(cause))) {
            log.warn("{}: {}", what, cause.getMessage());
        }
        log.debug("{}: {}", what, cause.getMessage(), cause);
    }

    /** What servers and proxies answer may have a number of the request, which makes it no other failure. */
    private static String withoutNumbers(Throwable cause) {
        int status = cause instanceof HttpResponseAware answered ? answered.getHttpResponseCode() : 0;
        return status
                + WITH_A_NUMBER.matcher(String.valueOf(cause.getMessage())).replaceAll("#");
    }

    private synchronized boolean isNews(String text) {
        Instant now = clock.instant();
        // a clock that was set back is no reason to wait
        said.values().removeIf(time -> Duration.between(time, now).abs().compareTo(SILENCE) >= 0);
        return said.putIfAbsent(text, now) == null;
    }
}
