// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.SimulatedRun;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EditRunsTest extends OperatingTestSupport {

    private static final String UPDATE_CONFIG = "wandb:team/vision/r1?operation=updateConfig";
    private static final String UPDATE_SUMMARY = "wandb:team/vision/r1?operation=updateSummary";
    private static final String UPDATE_RUN = "wandb:team/vision/r1?operation=updateRun";

    @Test
    void updateConfigSetsTheValuesAndKeepsTheOthers() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1, "model", Map.of("depth", 3)));

        answer(UPDATE_CONFIG, Map.of("lr", 0.2, "note", "ü"), Map.of());

        assertThat(run.config())
                .containsEntry("lr", Map.of("value", 0.2))
                .containsEntry("note", Map.of("value", "ü"))
                .containsEntry("model", Map.of("value", Map.of("depth", 3)));
    }

    @Test
    void keysThatOthersHaveSetSurvive() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1));
        answer(UPDATE_CONFIG, Map.of("ours", 1), Map.of());
        run.config(Map.of("lr", 0.1, "ours", 1, "theirs", 2));

        answer(UPDATE_CONFIG, Map.of("ours", 3), Map.of());

        assertThat(run.config()).containsOnlyKeys("lr", "ours", "theirs");
    }

    @Test
    void updateSummarySetsTheValuesAndKeepsTheOthers() {
        SimulatedRun run = wandb.run("team/vision/r1").log(0, Map.of("loss", 0.5));

        answer(UPDATE_SUMMARY, "{\"best\": {\"loss\": 0.4}, \"checked\": true, \"big\": 9007199254740993}", Map.of());

        assertThat(run.summary())
                .containsEntry("loss", 0.5)
                .containsEntry("best", Map.of("loss", 0.4))
                .containsEntry("checked", true)
                .containsEntry("big", 9007199254740993L)
                .containsKey("_step");
    }

    @Test
    void anEditAnswersTheRunAsTheServerHasItThen() {
        wandb.run("team/vision/r1").config(Map.of("lr", 0.1)).log(0, Map.of("loss", 0.5));

        Run run = answer(UPDATE_SUMMARY, Map.of("best", 0.4), Map.of())
                .getMessage()
                .getBody(Run.class);

        assertThat(run.summary()).containsEntry("best", 0.4).containsEntry("loss", 0.5);
        assertThat(run.config()).containsEntry("lr", 0.1);
    }

    @Test
    void textBytesAndStreamsAreReadAsJson() {
        SimulatedRun run = wandb.run("team/vision/r1");
        byte[] json = "{\"lr\":0.2}".getBytes(StandardCharsets.UTF_8);

        for (Object body : List.of("{\"lr\":0.2}", json, new ByteArrayInputStream(json))) {
            run.config(Map.of("lr", 0.1));
            answer(UPDATE_CONFIG, body, Map.of());
            assertThat(run.config()).containsEntry("lr", Map.of("value", 0.2));
        }
    }

    @Test
    void nestedValuesAreChangedMemberByMemberAndNullRemoves() {
        SimulatedRun run = wandb.run("team/vision/r1")
                .config(Map.of("model", Map.of("depth", 3, "width", 4), "old", 1))
                .log(0, Map.of("loss", 0.5, "best", Map.of("acc", 1, "step", 2)));

        answer(UPDATE_CONFIG, "{\"model\": {\"depth\": 5, \"width\": null}, \"old\": null}", Map.of());
        answer(UPDATE_SUMMARY, "{\"best\": {\"acc\": 2}, \"loss\": null}", Map.of());

        assertThat(run.config())
                .containsEntry("model", Map.of("value", Map.of("depth", 5)))
                .doesNotContainKey("old");
        assertThat(run.summary())
                .containsEntry("best", Map.of("acc", 2, "step", 2))
                .doesNotContainKey("loss");
    }

    @Test
    void inReplaceModeOnlyWhatTheBodyNamesAndWhatIsInternalStays() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1, "old", 1));

        answer(UPDATE_CONFIG + "&updateMode=replace", Map.of("lr", 0.2), Map.of());

        assertThat(run.config()).containsEntry("lr", Map.of("value", 0.2)).doesNotContainKey("old");
        refusal(
                        "wandb:team/vision/r1?operation=updateRun&updateMode=replace",
                        Map.of("lr", 1),
                        Map.of(WandbConstants.OPERATION, "updateConfig"))
                .hasMessageContaining("updateMode=replace");
    }

    @Test
    void whatIsInternalCannotBeSet() {
        wandb.run("team/vision/r1");

        refusal(UPDATE_CONFIG, Map.of("_wandb", 1), Map.of()).hasMessageContaining("'_wandb' in the body");
        refusal(UPDATE_SUMMARY, Map.of(" ", 1), Map.of()).hasMessageContaining("name what is meant");
    }

    @Test
    void updateRunChangesOnlyWhatTheBodyNames() {
        SimulatedRun run = wandb.run("team/vision/r1")
                .displayName("old")
                .notes("kept")
                .group("kept")
                .tags("a", "b");

        answer(UPDATE_RUN, Map.of("displayName", "new", "tags", List.of("b", "c")), Map.of());

        assertThat(run.displayName()).isEqualTo("new");
        assertThat(run.tags()).containsExactly("b", "c");
        assertThat(run.notes()).isEqualTo("kept");
        assertThat(run.group()).isEqualTo("kept");
    }

    @Test
    void updateRunTakesJson() {
        SimulatedRun run = wandb.run("team/vision/r1").tags("a");

        answer(UPDATE_RUN, "{\"notes\":\"# seen\",\"group\":\"g\",\"jobType\":\"eval\",\"tags\":[]}", Map.of());

        assertThat(run.notes()).isEqualTo("# seen");
        assertThat(run.group()).isEqualTo("g");
        assertThat(run.tags()).isEmpty();
        assertThat(answer("wandb:team/vision/r1?operation=getRun", Run.class).jobType())
                .isEqualTo("eval");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"displayName":"x","colour":"red"} | colour
            {"displayName":"x","tags":"a,b"}   | tags=a,b
            {"displayName":"x","tags":[1]}     | tags=[1]
            {"displayName":"x","tags":[""]}    | tags=[]
            {"addTags":["a"," "]}              | addTags=[a,  ]
            {"displayName":"x","notes":null}   | notes=null
            {"displayName":1}                  | displayName=1
            {"displayName":"x"                 | column
            ["x"]                              | JSON
            {}                                 | empty
            ``                                 | empty
            """)
    void aBodyThatUpdateRunCannotUseChangesNothing(String body, String named) {
        SimulatedRun run = wandb.run("team/vision/r1").displayName("old");

        refusal(UPDATE_RUN, body, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("body");

        assertThat(run.displayName()).isEqualTo("old");
        assertThat(requests("UpdateRun")).isZero();
    }

    @Test
    void aBodyThatIsNoJsonIsQuotedWithThePosition() {
        wandb.run("team/vision/r1");

        refusal(UPDATE_CONFIG, "{\"lr\": 0.1,\n \"x\" 2}", Map.of())
                .hasMessageContaining("line 2, column 6")
                .hasMessageContaining("\"x\" 2");
        refusal(UPDATE_CONFIG, null, Map.of()).hasMessageContaining("body is empty");
        refusal(UPDATE_CONFIG, Map.of(1, 2), Map.of()).hasMessageContaining("key that is not a text: 1");
    }

    @Test
    void aBodyThatIsNoObjectIsRefusedAndTheErrorNamesWhat() {
        wandb.run("team/vision/r1");

        refusal(UPDATE_CONFIG, "[1]", Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("It is JSON, but no object: [1]");
        refusal(UPDATE_CONFIG, new int[] {1}, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The body is a int[]: ");
        refusal(UPDATE_CONFIG, OddValues.nestedList(), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The body is a java.util.ArrayList: ");
        assertThat(requests("UpdateRun")).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelwandb.producer.OddValues#withoutForm")
    void aValueThatJsonHasNoFormForIsNamedAndChangesNothing(Object value) {
        wandb.run("team/vision/r1");

        for (String uri : List.of(UPDATE_CONFIG, UPDATE_SUMMARY)) {
            refusal(uri, Map.of("odd", value), Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("'odd' in the body is nothing that JSON has a form for: ");
        }
        assertThat(requests("UpdateRun")).isZero();
    }

    @Test
    void ofAValueThatJsonHasNoFormForTheTypeIsSaid() {
        wandb.run("team/vision/r1");

        refusal(UPDATE_CONFIG, Map.of("began", Instant.EPOCH), Map.of())
                .hasMessageContaining("it is of java.time.Instant: make a text");
    }

    @Test
    void aBodyThatIsNestedTooDeepIsRefusedAsTextToo() {
        wandb.run("team/vision/r1");

        for (int depth : List.of(600, 100_000)) {
            refusal(UPDATE_CONFIG, "{\"a\":".repeat(depth) + "1" + "}".repeat(depth), Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("body", "nest");
        }
        assertThat(requests("UpdateRun")).isZero();
    }

    @Test
    void aRunThatHasNumbersThatAreNoneCanBeChanged() {
        SimulatedRun run = wandb.run("team/vision/r1").log(0, Map.of("loss", Double.NaN, "top", 1e308 * 10));

        answer(UPDATE_SUMMARY, Map.of("acc", 1), Map.of());

        assertThat(run.summary()).containsKeys("loss", "top", "acc");
    }

    @Test
    void aValueThatCanBeReadOnlyOnceArrives() {
        SimulatedRun run = wandb.run("team/vision/r1");

        answer(UPDATE_CONFIG, Map.of("layers", List.of(64, 32).iterator()), Map.of());

        assertThat(run.config()).isEqualTo(Map.of("layers", Map.of("value", List.of(64, 32))));
    }

    static Stream<Object> bodiesThatCannotBeRead() {
        return Stream.of(new File("/none/x.json"), Path.of("/none/x.json"), new File("/"), new TornStream());
    }

    @ParameterizedTest
    @MethodSource("bodiesThatCannotBeRead")
    void aBodyThatCannotBeReadIsRefused(Object body) {
        wandb.run("team/vision/r1");

        for (String operation : List.of("updateConfig", "createAlert", "logHistory", "graphql")) {
            refusal("wandb:team/vision/r1?operation=" + operation, body, Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .startsWith("The body")
                    .containsAnyOf("which is not there", "which is a folder", "torn");
        }
    }

    /** Breaks off before its end. */
    private static final class TornStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("torn");
        }

        @Override
        public String toString() {
            return "a torn stream";
        }
    }

    @Test
    void anUnknownRunIsNotFoundAndNotCreated() {
        wandb.run("team/vision/r1");

        for (String operation : List.of("updateConfig", "updateSummary", "updateRun")) {
            refusal("wandb:team/vision/nope?operation=" + operation, Map.of("notes", "n"), Map.of())
                    .isInstanceOf(WandbRouteException.class)
                    .hasMessageContaining("team/vision/nope")
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
        assertThat(wandb.simulator().runs("team/vision")).hasSize(1);
    }
}
