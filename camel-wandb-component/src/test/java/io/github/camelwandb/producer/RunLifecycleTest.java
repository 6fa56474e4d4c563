// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLifecycleTest extends OperatingTestSupport {

    private static final String CREATE = "wandb:team/vision?operation=createRun";

    @Test
    void aRunIsMadeLoggedToAndFinished() {
        wandb.simulator().project("team/vision");

        Message made = answer(
                        CREATE,
                        Map.of(
                                "displayName",
                                "night",
                                "tags",
                                List.of("a", "b"),
                                "group",
                                "g",
                                "jobType",
                                "etl",
                                "notes",
                                "n",
                                "config",
                                Map.of("lr", 0.1, "model", Map.of("depth", 3))),
                        Map.of())
                .getMessage();
        String runId = made.getHeader(WandbConstants.RUN_ID, String.class);
        Map<String, Object> ofIt = Map.of(WandbConstants.OVERRIDE_RUN_ID, runId);
        answer("wandb:team/vision?operation=logHistory", List.of(Map.of("loss", 2), Map.of("loss", 1)), ofIt);
        Run run = answer("wandb:team/vision?operation=finishRun", null, ofIt)
                .getMessage()
                .getBody(Run.class);

        assertThat(made.getBody(Run.class).state().value()).isEqualTo("running");
        assertThat(runId).matches("[0-9a-z]{8}");
        assertThat(run.displayName()).isEqualTo("night");
        assertThat(run.tags()).containsExactly("a", "b");
        assertThat(run.group()).isEqualTo("g");
        assertThat(run.jobType()).isEqualTo("etl");
        assertThat(run.notes()).isEqualTo("n");
        assertThat(run.config()).containsEntry("lr", 0.1).containsEntry("model", Map.of("depth", 3));
        assertThat(run.summary()).containsEntry("loss", 1);
        assertThat(run.state().value()).isEqualTo("finished");
        assertThat(wandb.run("team/vision/" + runId).rows()).hasSize(2);
    }

    @Test
    void anotherExitCodeThanZeroMakesARunFailed() {
        wandb.simulator().project("team/vision");
        answer("wandb:team/vision/r1?operation=createRun", null, Map.of());

        Run run = answer("wandb:team/vision/r1?operation=finishRun", null, Map.of(WandbConstants.EXIT_CODE, 3))
                .getMessage()
                .getBody(Run.class);

        assertThat(run.state().value()).isEqualTo("failed");
    }

    @Test
    void aRunThatIsThereIsNotMadeAgainAndNotChanged() {
        SimulatedRun run = wandb.run("team/vision/r1").displayName("mine").finished();

        refusal("wandb:team/vision/r1?operation=createRun", Map.of("displayName", "yours"), Map.of())
                .cause()
                .isInstanceOf(WandbConflictException.class)
                .hasMessageContaining("team/vision/r1 is there already");

        assertThat(run.displayName()).isEqualTo("mine");
        assertThat(run.state()).isEqualTo("finished");
    }

    @Test
    void theIdOfARunThatWasDeletedIsNotUsedAgain() {
        wandb.run("team/vision/r1").finished();
        answer("wandb:team/vision/r1?operation=deleteRun", null, Map.of());

        refusal("wandb:team/vision/r1?operation=createRun", null, Map.of())
                .cause()
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContainingAll("team/vision/r1", "was deleted", "HTTP 410", "choose another run id");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "{}"})
    void aBodyWithoutAnythingMakesARunToo(String body) {
        wandb.simulator().project("team/vision");

        answer("wandb:team/vision/r1?operation=createRun", body, Map.of());

        assertThat(wandb.simulator().runs("team/vision")).hasSize(1);
    }

    @Test
    void aRunThatIsMadeIsAnsweredAlthoughItCannotBeReadAfterwards() {
        wandb.simulator().project("team/vision");
        wandb.simulator().faults().add(Fault.status(503).on("Run").after(1));

        Run run = answer("wandb:team/vision/r1?operation=createRun", "{\"config\":{\"lr\":1}}", Map.of())
                .getMessage()
                .getBody(Run.class);

        assertThat(run.path()).hasToString("team/vision/r1");
        assertThat(run.config()).containsEntry("lr", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a#b", "a?b", "a%2Fb", "a:b", "a\\b", " a", "a ", "a\nb", "a\u0007b"})
    void anIdThatWouldBeNoNameInAnAddressIsRefusedBeforeAnythingIsSent(String id) {
        wandb.simulator().project("team/vision");
        String shown = id.replace("\n", "\\n").replace("\u0007", "\\u0007");

        refusal(CREATE, null, Map.of(WandbConstants.OVERRIDE_RUN_ID, id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("The header CamelWandbOverrideRunId: '" + shown + "'", "such as 1a2b3c4d")
                .hasMessageContaining("Name another");

        // which the producer asks as it starts
        assertThat(wandb.simulator().requests())
                .extracting(RecordedRequest::operation)
                .containsOnly("Viewer");
    }

    @Test
    void anIdHasAtMost128CharactersAndAlsoTheOneOfTheUriIsLookedAt() {
        wandb.simulator().project("team/vision");

        answer(CREATE, null, Map.of(WandbConstants.OVERRIDE_RUN_ID, "ü 1_-." + "a".repeat(122)));
        refusal(CREATE, null, Map.of(WandbConstants.OVERRIDE_RUN_ID, "a".repeat(129)))
                .hasMessageContaining("at most 128 characters");
        refusal("wandb:team/vision/a:b?operation=createRun", null, Map.of())
                .hasMessageStartingWith("The run id in the URI: 'a:b'");

        assertThat(wandb.simulator().runs("team/vision")).hasSize(1);
    }

    @Test
    void noRowGoesToTheAddressThatAStepUpLeadsTo() {
        wandb.run("team/vision/..").logs(0, 2).finished();

        refusal(
                        "wandb:team/vision?operation=logHistory",
                        Map.of("loss", 1),
                        Map.of(WandbConstants.OVERRIDE_RUN_ID, ".."))
                .hasStackTraceContaining("'..' in files/team/vision/../file_stream");

        assertThat(requests("file_stream")).isZero();
        assertThat(wandb.simulator().requests())
                .allSatisfy(request -> assertThat(request.path()).endsWith("/graphql"));
    }

    @Test
    void noProjectIsMadeForARun() {
        refusal("wandb:team/visoin?operation=createRun", null, Map.of())
                .cause()
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("team/visoin");
    }

    @Test
    void aFieldThatIsUnknownOrOfAnotherTypeIsRefusedBeforeARunIsMade() {
        wandb.simulator().project("team/vision");

        refusal(CREATE, Map.of("name", "x"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("name in the body", "createRun", "displayName");
        refusal(CREATE, Map.of("tags", "a,b"), Map.of()).hasMessageContaining("tags=a,b in the body is not a list");
        refusal(CREATE, Map.of("tags", List.of("a", " ")), Map.of())
                .hasMessageContaining("tags=[a,  ] in the body has an empty text");
        assertThat(wandb.simulator().runs("team/vision")).isEmpty();
    }

    @Test
    void aRunIsAskedToStop() {
        SimulatedRun run = wandb.run("team/vision/r1").running();

        answer("wandb:team/vision/r1?operation=stopRun", null, Map.of());

        assertThat(run.stopRequested()).isTrue();
    }

    @Test
    void aRunIsRewound() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).finished();

        answer("wandb:team/vision/r1?operation=rewindRun", null, Map.of(WandbConstants.REWIND_TO, 4));

        assertThat(run.rows()).hasSize(5);
        refusal("wandb:team/vision/r1?operation=rewindRun", null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The header CamelWandbRewindTo is missing: set it to a step");
    }

    @Test
    void aRunThatIsNotThereIsNamed() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision/r2?operation=rewindRun", null, Map.of(WandbConstants.REWIND_TO, 4))
                .hasMessageStartingWith("Run team/vision/r2 does not exist");
        refusal("wandb:team/vision/r2?operation=createAlert", Map.of("title", "x", "text", "y"), Map.of())
                .hasMessageStartingWith("Run team/vision/r2 does not exist");
    }

    @Test
    void aHeaderThatIsNoNumberIsNamedAndNothingIsDone() {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).finished();

        refusal("wandb:team/vision/r1?operation=finishRun", null, Map.of(WandbConstants.EXIT_CODE, "fine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbExitCode=fine");
        refusal("wandb:team/vision/r1?operation=rewindRun", null, Map.of(WandbConstants.REWIND_TO, "last"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbRewindTo=last is no step");

        assertThat(run.state()).isEqualTo("finished");
        assertThat(run.rows()).hasSize(10);
    }

    @Test
    void aRunIsDeletedAndAnswered() {
        wandb.run("team/vision/r1").displayName("old");

        Run run = answer("wandb:team/vision?operation=deleteRun", null, Map.of(WandbConstants.OVERRIDE_RUN_ID, "r1"))
                .getMessage()
                .getBody(Run.class);

        assertThat(run.displayName()).isEqualTo("old");
        assertThat(wandb.simulator().runs("team/vision")).isEmpty();
    }

    @Test
    void noMessageChoosesToDestroyNorWhere() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision/r1?operation=createRun", null, Map.of(WandbConstants.OPERATION, "deleteRun"))
                .hasMessageContaining("destroys");
        refusal("wandb:team/other/r1?operation=deleteRun", null, Map.of(WandbConstants.OVERRIDE_PROJECT, "vision"))
                .hasMessageContainingAll(
                        "CamelWandbOverrideProject=vision", "leads to another project than team/other");
        assertThat(wandb.simulator().runs("team/vision")).hasSize(1);
    }

    @Test
    void anAlertIsSent() {
        SimulatedRun run = wandb.run("team/vision/r1");

        answer(
                "wandb:team/vision/r1?operation=createAlert",
                "{\"title\":\"low\",\"text\":\"acc < 0.5\",\"severity\":\"warn\",\"waitSeconds\":60}",
                Map.of());

        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).toString()).contains("low", "acc < 0.5", "WARN", "60000");
        refusal(
                        "wandb:team/vision/r1?operation=createAlert",
                        Map.of("title", "x", "text", "y", "waitSeconds", -1),
                        Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waitSeconds=-1");
        assertThat(run.alerts()).hasSize(1);
        refusal("wandb:team/vision/r1?operation=createAlert", Map.of("title", "x"), Map.of())
                .hasMessageContaining("text is missing in the body");
        refusal(
                        "wandb:team/vision/r1?operation=createAlert",
                        Map.of("title", "x", "text", "y", "severity", "bad"),
                        Map.of())
                .hasMessageContaining("severity=bad");
    }
}
