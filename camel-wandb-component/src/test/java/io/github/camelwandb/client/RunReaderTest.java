// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Run run(String fields) {
        try {
            ObjectNode run = (ObjectNode) JSON.readTree("{\"id\":\"UnVuOg==\",\"name\":\"r 1\"" + fields + "}");
            return new RunReader(new ProjectPath("team", "vision"), new AppUrls("https://api.wandb.ai", Map.of()))
                    .run(run, true);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, ?> config(String text) {
        return run(",\"config\":" + JSON.valueToTree(text)).config();
    }

    @Test
    void everyFieldButTheIdsMayBeMissingOrNull() {
        Run missing = run("");
        Run nulls = run(
                ",\"projectId\":null,\"displayName\":null,\"state\":null,\"tags\":null,\"user\":null,\"createdAt\":null,"
                        + "\"historyLineCount\":null,\"config\":null,\"summaryMetrics\":null");

        assertThat(nulls).isEqualTo(missing);
        assertThat(missing.user()).isNull();
        assertThat(missing.tags()).isEmpty();
        assertThat(missing.config()).isEmpty();
        assertThat(missing.historyLineCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"',\"projectId\":5', 5", "',\"projectId\":\"5\"', 5"})
    void theProjectsIdIsATextHoweverTheServerWritesIt(String field, String expected) {
        assertThat(run(field).projectId()).isEqualTo(expected);
    }

    @Test
    void theUserIsKnownByUserNameOrElseByName() {
        assertThat(run(",\"user\":{\"name\":\"Ann B\",\"username\":\"ann\"}").user())
                .isEqualTo("ann");
        assertThat(run(",\"user\":{\"name\":\"Ann B\",\"username\":null}").user())
                .isEqualTo("Ann B");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.123456, 2026-01-02T03:04:05.123456Z",
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.5+02:00, 2026-01-02T01:04:05.500Z",
        "yesterday, "
    })
    void aTimeWithoutAZoneIsUtc(String text, Instant expected) {
        assertThat(run(",\"createdAt\":\"" + text + "\"").createdAt()).isEqualTo(expected);
    }

    @Test
    void aStateThatIsNotKnownIsKept() {
        assertThat(run(",\"state\":\"hibernating\"").state()).isEqualTo(new RunState("hibernating"));
    }

    @Test
    void theAddressIsThatOfTheAppWithEachPartEncoded() {
        assertThat(run("").url()).isEqualTo("https://wandb.ai/team/vision/runs/r%201");
    }

    @Test
    void valuesOfTheConfigurationAreUnwrappedAndInternalsLeftOut() {
        assertThat(config("{\"lr\":{\"value\":0.1,\"desc\":null},\"bare\":{\"a\":1},\"n\":{\"value\":null},"
                        + "\"_wandb\":{\"value\":{\"t\":{}}},\"wandb_version\":1}"))
                .isEqualTo(JSON.convertValue(
                        JSON.createObjectNode()
                                .put("lr", 0.1)
                                .putNull("n")
                                .set("bare", JSON.createObjectNode().put("a", 1)),
                        Map.class));
    }

    @Test
    void aConfigurationMayHoldWhatStrictJsonDoesNot() {
        assertThat(config("{\"a\":{\"value\":NaN},\"b\":{\"value\":-Infinity},\"c\":{\"value\":\"x\ty\"}}"))
                .isEqualTo(Map.of("a", Double.NaN, "b", Double.NEGATIVE_INFINITY, "c", "x\ty"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}"})
    void aConfigurationThatWasNeverSetIsEmpty(String text) {
        assertThat(config(text)).isEmpty();
    }

    @Test
    void aConfigurationThatIsNoJsonIsNotTakenForAnEmptyOne() {
        assertThatThrownBy(() -> config("{\"lr\":")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSummaryIsWithoutInternals() {
        assertThat(
                        run(",\"summaryMetrics\":\"{\\\"loss\\\":\\\"NaN\\\",\\\"_step\\\":9,\\\"_wandb\\\":{\\\"runtime\\\":3}}\"")
                                .summary())
                .isEqualTo(Map.of("loss", "NaN", "_step", 9));
    }

    @Test
    void nothingInARunCanBeChanged() {
        Map<String, ?> config = config("{\"layers\":{\"value\":[1,{\"a\":2}]}}");

        assertThat(config).isEqualTo(Map.of("layers", Arrays.asList(1, Map.of("a", 2))));
        assertThatThrownBy(() -> ((List<?>) config.get("layers")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
