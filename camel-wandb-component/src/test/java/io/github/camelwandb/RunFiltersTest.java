// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunFiltersTest extends CamelTestSupport {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC);

    private final WandbConfiguration options = new WandbConfiguration();

    @Test
    void withoutOptionsEveryRunIsMeant() {
        assertThat(filter()).isEqualTo("{}");
    }

    @Test
    void shorthandsAndFilterAreAndEd() {
        options.setFilter("{\"config.lr.value\":0.1}");
        options.setState("running, finished");
        options.setTags("a");
        options.setGroup("g");
        options.setJobType("train");
        options.setSweep("s1");

        assertThat(filter())
                .isEqualTo("{\"$and\":[{\"config.lr.value\":0.1},{\"state\":{\"$in\":[\"running\",\"finished\"]}},"
                        + "{\"tags\":\"a\"},{\"group\":\"g\"},{\"jobType\":\"train\"},{\"sweep\":\"s1\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "7d, 2026-03-03T12:00:00Z",
        "12h, 2026-03-10T00:00:00Z",
        "1h30m, 2026-03-10T10:30:00Z",
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T01:00:00Z, 2026-03-01T01:00:00Z",
        "2026-03-01T01:00:00+02:00, 2026-02-28T23:00:00Z"
    })
    void timesAreMomentsOrAges(String value, String moment) {
        options.setCreatedAfter(value);
        assertThat(filter()).isEqualTo("{\"createdAt\":{\"$gt\":\"" + moment + "\"}}");

        options.setCreatedAfter(null);
        options.setUpdatedAfter(value);
        assertThat(filter()).isEqualTo("{\"heartbeatAt\":{\"$gt\":\"" + moment + "\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-03-01T01:00", "-7d", "7", "7x"})
    void aTimeThatIsNeitherIsNamedWithItsOption(String value) {
        options.setCreatedAfter(value);

        assertThatThrownBy(this::filter)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("createdAfter=" + value)
                .hasMessageContaining("7d");
    }

    @Test
    void aFilterThatIsNoJsonIsQuotedWithThePosition() {
        options.setFilter("{\"state\" \"running\"}");

        assertThatThrownBy(this::filter)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("filter")
                .hasMessageContaining("column 10")
                .hasMessageContaining("{\"state\" \"running\"}");
    }

    @Test
    void aFilterThatIsNoObjectIsRefused() {
        options.setFilter("[1]");

        assertThatThrownBy(this::filter).hasMessageContaining("filter").hasMessageContaining(": [1]");
    }

    @Test
    void aResourceThatIsNotThereIsNamed() {
        options.setFilter("resource:classpath:filters/nope.json");

        assertThatThrownBy(this::filter).hasMessageContaining("filter=resource:classpath:filters/nope.json");
    }

    @Test
    void aMapIsTakenAsItIs() {
        options.setFilter(Map.of("group", "a&b"));

        assertThat(filter()).isEqualTo("{\"group\":\"a&b\"}");
    }

    private String filter() {
        return new RunFilters(context, options, NOON).get().toJson();
    }
}
