// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFilterTest {

    @Test
    void noFilterAdmitsEveryRun() {
        assertThat(RunFilter.none().toJson()).isEqualTo("{}");
    }

    @Test
    void theTextOfAFilterGoesToTheServerAsItIs() {
        String text = "{\"config.lr\":{\"$gt\":1e-3},\"$or\":[{\"tags\":\"x\"},{\"tags\":null}]}";

        assertThat(RunFilter.json(text).toJson())
                .isEqualTo("{\"config.lr\":{\"$gt\":0.001},\"$or\":[{\"tags\":\"x\"},{\"tags\":null}]}");
        assertThat(RunFilter.of(Map.of("config.lr", Map.of("$gt", 0.001))).toJson())
                .isEqualTo("{\"config.lr\":{\"$gt\":0.001}}");
    }

    @Test
    void shorthandsAreWrittenInTheServersFields() {
        Instant time = Instant.parse("2026-01-02T03:04:05.678Z");

        assertThat(RunFilter.state(List.of("running")).toJson()).isEqualTo("{\"state\":\"running\"}");
        assertThat(RunFilter.tags(List.of("a", "b")).toJson()).isEqualTo("{\"tags\":{\"$in\":[\"a\",\"b\"]}}");
        assertThat(RunFilter.runIds(List.of("r1")).toJson()).isEqualTo("{\"name\":\"r1\"}");
        assertThat(RunFilter.group("g").toJson()).isEqualTo("{\"group\":\"g\"}");
        assertThat(RunFilter.jobType("t").toJson()).isEqualTo("{\"jobType\":\"t\"}");
        assertThat(RunFilter.sweep("s").toJson()).isEqualTo("{\"sweep\":\"s\"}");
        assertThat(RunFilter.createdAfter(time).toJson())
                .isEqualTo("{\"createdAt\":{\"$gt\":\"2026-01-02T03:04:05Z\"}}");
        assertThat(RunFilter.updatedAfter(time).toJson())
                .isEqualTo("{\"heartbeatAt\":{\"$gt\":\"2026-01-02T03:04:05Z\"}}");
    }

    @Test
    void filtersTogetherAdmitWhatEachAdmits() {
        RunFilter both = RunFilter.group("g").and(RunFilter.none(), RunFilter.sweep("s"));

        assertThat(both.toJson()).isEqualTo("{\"$and\":[{\"group\":\"g\"},{\"sweep\":\"s\"}]}");
        assertThat(RunFilter.none().and(RunFilter.sweep("s")).toJson()).isEqualTo("{\"sweep\":\"s\"}");
        assertThat(RunFilter.none().and(RunFilter.none()).toJson()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"state\":}", "state=running", "{\"a\":1} {\"b\":2}", "{\"a\":1"})
    void whatIsNoJsonIsRefusedWithItsTextAndThePlace(String text) {
        assertThatThrownBy(() -> RunFilter.json(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The filter is no JSON at column ")
                .hasMessageEndingWith(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"running\"", "1", "null", ""})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> RunFilter.json(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JSON object, as in {\"state\":\"running\"}");
    }
}
