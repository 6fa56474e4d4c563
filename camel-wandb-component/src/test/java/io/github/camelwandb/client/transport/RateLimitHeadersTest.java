// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "200, , , , ",
        "200, , 17, 30, ",
        "200, , 0, 30, PT30S",
        "200, , 0, , ",
        "200, , 0.4, 30, ",
        "429, , 0, 30, PT30S",
        "429, , , 30, PT30S",
        "429, , , , PT1S",
        "429, , nonsense, nonsense, PT1S",
        "429, 2.5, 0, 30, PT2.5S",
        "503, 7, , , PT7S",
        "429, -3, , , PT0S",
        "429, 86400, , , PT10M",
        "429, NaN, , , PT1S",
        "429, 'Thu, 01 Jan 2026 00:01:30 GMT', , , PT1M30S",
        "429, 'Wed, 31 Dec 2025 23:00:00 GMT', , , PT0S"
    })
    void thePauseIsWhatTheHeadersSay(int status, String retryAfter, String remaining, String reset, Duration expected) {
        Headers.Builder headers = new Headers.Builder();
        set(headers, "Retry-After", retryAfter);
        set(headers, "RateLimit-Remaining", remaining);
        set(headers, "RateLimit-Reset", reset);

        assertThat(RateLimitHeaders.pause(headers.build(), status, CLOCK)).isEqualTo(Optional.ofNullable(expected));
    }

    /** Two hours ahead of ours, or behind. */
    @ParameterizedTest
    @ValueSource(strings = {"Thu, 01 Jan 2026 02:00:00 GMT", "Wed, 31 Dec 2025 22:00:00 GMT"})
    void aDateToRetryAfterIsByTheClockOfTheServer(String date) {
        ZonedDateTime now = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
        Headers headers = new Headers.Builder()
                .set("Date", date)
                .set("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(7)))
                .build();

        assertThat(RateLimitHeaders.pause(headers, 429, CLOCK)).contains(Duration.ofSeconds(7));
    }

    private static void set(Headers.Builder headers, String name, String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }
}
