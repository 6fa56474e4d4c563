// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbRouteException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.LoggingExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs failures of W&amp;B in one line, because their stacks say nothing more, and a repeated one every few minutes only: an outage at
 * night lasts for thousands of polls. Other exceptions are left to Camel's own handler.
 */
final class OutageLog extends LoggingExceptionHandler {

    private static final Duration SILENCE = Duration.ofMinutes(5);

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
        if (!(exception instanceof WandbRouteException) || isSuppressLogging()) {
            super.handleException(message, exchange, exception);
            return;
        }
        String text = message + ": " + exception.getMessage();
        if (isNews(text)) {
            log.warn("{}", text);
        }
        log.debug("{}", text, exception);
    }

    private synchronized boolean isNews(String text) {
        Instant now = clock.instant();
        // a clock that was set back is no reason to wait
        said.values().removeIf(time -> Duration.between(time, now).abs().compareTo(SILENCE) >= 0);
        return said.putIfAbsent(text, now) == null;
    }
}
