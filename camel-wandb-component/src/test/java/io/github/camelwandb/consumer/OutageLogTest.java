// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.LoggedLines;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.offset.OffsetStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class OutageLogTest {

    private final LoggedLines lines = new LoggedLines();
    private Instant now = Instant.parse("2026-11-25T03:00:00Z");

    private final CamelContext camel = new DefaultCamelContext();
    private final OutageLog log = new OutageLog(camel, lines, new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    private void fails(String reason) {
        fails(new WandbRouteException(new WandbUnavailableException(reason, Details.of("team/vision"), null)));
    }

    private void fails(Exception failure) {
        log.handleException("Failed polling", null, failure);
        now = now.plus(Duration.ofSeconds(5));
    }

    private long warnings() {
        return lines.lines().stream().filter(line -> line.level() == Level.WARN).count();
    }

    @Test
    void anOutageIsOneLineWithoutAStackEveryFiveMinutes() {
        for (int poll = 0; poll < 61; poll++) {
            fails("The server does not answer");
        }

        assertThat(lines.lines())
                .filteredOn(line -> line.level() == Level.WARN)
                .hasSize(2)
                .allSatisfy(line -> {
                    assertThat(line.text()).isEqualTo("Failed polling: The server does not answer");
                    assertThat(line.hasStack()).isFalse();
                });
    }

    @Test
    void aStoreThatFailsIsOneLineWithoutAStackEveryFiveMinutes() {
        for (int poll = 0; poll < 61; poll++) {
            fails(new OffsetStoreException("the disk is full"));
        }

        assertThat(lines.lines())
                .filteredOn(line -> line.level() == Level.WARN)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.hasStack()).isFalse());
    }

    @Test
    void aClockThatIsSetBackSilencesNothing() {
        fails("The server does not answer");
        now = now.minus(Duration.ofDays(1));
        fails("The server does not answer");

        assertThat(warnings()).isEqualTo(2);
    }

    @Test
    void anOutageIsOneLineAlsoWhereTheServerNumbersItsAnswers() {
        for (int poll = 0; poll < 10; poll++) {
            fails("The server failed (HTTP 502: request 7c4" + poll + "f of us-east1)");
        }

        assertThat(warnings()).isEqualTo(1);
    }

    @Test
    void anotherFailureIsNews() {
        fails("The server does not answer");
        fails("The server failed");

        assertThat(warnings()).isEqualTo(2);
    }

    @Test
    void theStackIsThereAtDebug() {
        fails("The server does not answer");

        assertThat(lines.lines()).anySatisfy(line -> {
            assertThat(line.level()).isEqualTo(Level.DEBUG);
            assertThat(line.hasStack()).isTrue();
        });
    }
}
