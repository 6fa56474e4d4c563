// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** What the headers of an answer say about the limit of requests. */
final class RateLimitHeaders {

    /** A server that says more is taken to mean this. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What a 429 means that says nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final int TOO_MANY_REQUESTS = 429;

    private RateLimitHeaders() {}

    /**
     * How long nothing may be asked: {@code Retry-After}, in seconds or as a date, or {@code RateLimit-Reset}, in seconds, if
     * {@code RateLimit-Remaining} is used up.
     */
    static Optional<Duration> pause(Headers headers, int status, Clock clock) {
        Optional<Duration> pause = retryAfter(headers, clock).or(() -> untilReset(headers, status));
        return status == TOO_MANY_REQUESTS ? Optional.of(pause.orElse(SHORTEST)) : pause;
    }

    /** How many requests are left before the next reset: {@code RateLimit-Remaining}. */
    static OptionalLong remaining(Headers headers) {
        OptionalDouble remaining = number(headers.get("RateLimit-Remaining"));
        return remaining.isPresent()
                ? OptionalLong.of((long) Math.max(0, remaining.getAsDouble()))
                : OptionalLong.empty();
    }

    private static Optional<Duration> untilReset(Headers headers, int status) {
        OptionalDouble remaining = number(headers.get("RateLimit-Remaining"));
        boolean isUsedUp = status == TOO_MANY_REQUESTS || (remaining.isPresent() && remaining.getAsDouble() <= 0);
        return isUsedUp ? seconds(headers.get("RateLimit-Reset")) : Optional.empty();
    }

    /** A date is by the clock of the server, which its answer says, too. */
    private static Optional<Duration> retryAfter(Headers headers, Clock clock) {
        String value = headers.get("Retry-After");
        return seconds(value)
                .or(() -> date(value)
                        .map(date -> bounded(
                                Duration.between(date(headers.get("Date")).orElseGet(clock::instant), date))));
    }

    private static Optional<Instant> date(@Nullable String value) {
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> seconds(@Nullable String value) {
        OptionalDouble seconds = number(value);
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        double millis = Math.min(seconds.getAsDouble() * 1000, LONGEST.toMillis());
        return Optional.of(bounded(Duration.ofMillis((long) Math.ceil(millis))));
    }

    private static OptionalDouble number(@Nullable String value) {
        try {
            double number = value == null ? Double.NaN : Double.parseDouble(value.trim());
            return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static Duration bounded(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
