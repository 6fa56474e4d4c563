// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.RunState;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WandbClientTest {

    private static final ProjectPath VISION = new ProjectPath("team", "vision");

    @RegisterExtension
    final Clients clients = new Clients();

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private WandbClient client;

    @BeforeEach
    void connect() {
        client = clients.builder(wandb.baseUrl(), wandb.apiKey()).build();
    }

    private static RunQuery query(RunFilter filter, Projection projection, int pageSize) {
        return new RunQuery(VISION, filter, "+created_at", projection, false, pageSize);
    }

    private List<String> runIds(RunFilter filter) {
        return answer(client.listRuns(query(filter, Projection.LIGHT, 50))).stream()
                .map(run -> run.path().runId())
                .toList();
    }

    // whose key it is

    @Test
    void theViewerIsWhomTheKeyBelongsTo() {
        assertThat(answer(client.viewer()).entity()).isEqualTo("simulator");
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsRefused() {
        WandbClient stranger = clients.builder(wandb.baseUrl(), Clients.KEY).build();

        assertThatThrownBy(() -> answer(stranger.verify()))
                .isInstanceOf(WandbAuthenticationException.class)
                .hasMessageContaining("does not accept the key of the option apiKey")
                .hasMessageContaining(wandb.baseUrl() + "/authorize")
                .hasMessageNotContaining(Clients.KEY);
    }

    @Test
    void verifyingAsksOnceAndNotAgainAfterAYes() {
        wandb.simulator().faults().add(Fault.status(503).on("Viewer").times(1));

        assertThatThrownBy(() -> answer(client.verify())).isInstanceOf(WandbUnavailableException.class);
        answer(client.verify());
        answer(client.verify());

        assertThat(wandb.simulator().requests("Viewer")).hasSize(2);
    }

    @Test
    void aDashStandsForTheDefaultEntityOfTheKey() {
        WandbClient named = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .environment(Map.of("WANDB_PROJECT", "speech"))
                .build();

        assertThat(answer(named.resolve(new ProjectPath("-", "-")))).isEqualTo(new ProjectPath("simulator", "speech"));
        assertThat(answer(named.resolve(VISION))).isEqualTo(VISION);
    }

    @Test
    void theEntityOfTheEnvironmentGoesBeforeThatOfTheKey() {
        WandbClient named = clients.builder(wandb.baseUrl(), wandb.apiKey())
                .environment(Map.of("WANDB_ENTITY", "team"))
                .build();

        assertThat(answer(named.resolve(new ProjectPath("-", "vision")))).isEqualTo(VISION);
        assertThat(wandb.simulator().requests()).isEmpty();
    }

    @Test
    void aDashForAProjectThatNothingNamesIsABadRequest() {
        assertThatThrownBy(() -> answer(client.resolve(new ProjectPath("team", "-"))))
                .isInstanceOf(WandbBadRequestException.class)
                .hasMessageContaining("WANDB_PROJECT");
    }

    // reading

    @Test
    void aRunIsReadWithAllThatItHas() {
        SimulatedRun simulated = wandb.run("team/vision/r1")
                .displayName("first light")
                .tags("a", "b")
                .group("g")
                .jobType("train")
                .notes("*good*")
                .sweep("s1")
                .origin("c0ffee", "gpu-7")
                .config(Map.of("lr", 0.1, "model", Map.of("depth", 3)))
                .log(4, Map.of("loss", 0.5))
                .finished();

        Run run = answer(client.run(new RunPath("team", "vision", "r1"))).orElseThrow();

        assertThat(run.path()).hasToString("team/vision/r1");
        assertThat(run.storageId()).isEqualTo(simulated.storageId());
        assertThat(run.displayName()).isEqualTo("first light");
        assertThat(run.tags()).containsExactly("a", "b");
        assertThat(run.group()).isEqualTo("g");
        assertThat(run.jobType()).isEqualTo("train");
        assertThat(run.notes()).isEqualTo("*good*");
        assertThat(run.sweep()).isEqualTo("s1");
        assertThat(run.commit()).isEqualTo("c0ffee");
        assertThat(run.state()).isEqualTo(RunState.FINISHED);
        assertThat(run.historyLineCount()).isEqualTo(1);
        assertThat(run.createdAt()).isNotNull();
        assertThat(run.projectId()).isNotBlank();
        assertThat(run.config()).isEqualTo(Map.of("lr", 0.1, "model", Map.of("depth", 3)));
        assertThat(run.summary()).containsEntry("loss", 0.5).containsEntry("_step", 4);
        assertThat(run.isComplete()).isTrue();
        assertThat(run.url()).isEqualTo(wandb.baseUrl() + "/team/vision/runs/r1");
    }

    @Test
    void aRunOfNobodyHasNoUser() {
        wandb.run("team/vision/r1").user(null);

        assertThat(answer(client.run(VISION.run("r1"))).orElseThrow().user()).isNull();
    }

    @Test
    void aRunOrProjectThatIsNotThereIsEmpty() {
        wandb.simulator().project("team/vision");

        assertThat(answer(client.run(VISION.run("none")))).isEmpty();
        assertThat(answer(client.project(new ProjectPath("team", "none")))).isEmpty();
        assertThat(answer(client.project(VISION)).orElseThrow().createdAt()).isNotNull();
    }

    @Test
    void configurationAndSummaryAreAskedForOnlyInTheFullProjection() {
        wandb.run("team/vision/r1").config(Map.of("lr", 0.1)).log(0, Map.of("loss", 0.5));

        Run light = answer(client.listRuns(query(RunFilter.none(), Projection.LIGHT, 50)))
                .get(0);
        Run full = answer(client.listRuns(query(RunFilter.none(), Projection.FULL, 50)))
                .get(0);

        assertThat(light.isComplete()).isFalse();
        assertThat(light.config()).isEmpty();
        assertThat(light.summary()).isEmpty();
        assertThat(full.isComplete()).isTrue();
        assertThat(full.config()).containsOnly(Map.entry("lr", 0.1));
        assertThat(full.summary()).containsEntry("loss", 0.5);
    }

    @Test
    void aListingHasAllPagesInItsOrder() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            wandb.run("team/vision/r" + i);
            expected.add("r" + i);
        }

        RunQuery query = query(RunFilter.none(), Projection.LIGHT, 5);
        assertThat(answer(client.listRuns(query)))
                .extracting(run -> run.path().runId())
                .isEqualTo(expected);
        assertThat(wandb.simulator().requests("runs")).hasSize(5);

        List<String> iterated = new ArrayList<>();
        answer(client.runs(query))
                .forEachRemaining(run -> iterated.add(run.path().runId()));
        assertThat(iterated).isEqualTo(expected);
    }

    @Test
    void emptyPagesThatAreNotTheLastArePassedOver() {
        for (int i = 0; i < 9; i++) {
            SimulatedRun run = wandb.run("team/vision/r" + i);
            if (i < 7) {
                run.hidden();
            }
        }

        RunQuery query = query(RunFilter.none(), Projection.LIGHT, 2);

        assertThat(answer(client.runPage(query, null)).runs()).isNotEmpty();
        assertThat(answer(client.listRuns(query)))
                .extracting(run -> run.path().runId())
                .containsExactly("r7", "r8");
    }

    @Test
    void runsAreIteratedPageByPage() {
        for (int i = 0; i < 9; i++) {
            wandb.run("team/vision/r" + i);
        }

        answer(client.runs(query(RunFilter.none(), Projection.LIGHT, 3))).next();

        assertThat(wandb.simulator().requests("runs")).hasSize(1);
    }

    @Test
    void aFilterIsEvaluatedByTheServer() {
        wandb.run("team/vision/r1").tags("night").group("a").finished();
        wandb.run("team/vision/r2").tags("day").group("a");
        wandb.run("team/vision/r3").tags("night").group("b");

        assertThat(runIds(RunFilter.json("{\"tags\":\"night\"}"))).containsExactly("r1", "r3");
        assertThat(runIds(RunFilter.tags(List.of("night")).and(RunFilter.state(List.of("running")))))
                .containsExactly("r3");
        assertThat(runIds(RunFilter.group("a").and(RunFilter.none()))).containsExactly("r1", "r2");
        assertThat(runIds(RunFilter.runIds(List.of("r2", "r3")))).containsExactly("r2", "r3");
        assertThat(answer(client.countRuns(VISION, RunFilter.group("a")))).isEqualTo(2);
    }

    @Test
    void aFilterThatTheServerRefusesIsABadRequest() {
        wandb.simulator().project("team/vision");

        assertThatThrownBy(() -> runIds(RunFilter.json("{\"summary.loss\":1}")))
                .isInstanceOfSatisfying(WandbBadRequestException.class, failure -> {
                    assertThat(failure.status()).hasValue(400);
                    assertThat(failure.operation()).isEqualTo("Runs");
                    assertThat(failure.path()).isEqualTo("team/vision");
                    assertThat(failure.serverMessage()).contains("summary.loss");
                });
    }

    @Test
    void runsOfAProjectThatIsNotThereAreNotFound() {
        assertThatThrownBy(() -> runIds(RunFilter.none()))
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("Project team/vision does not exist, or the key may not see it");
        assertThatThrownBy(() -> answer(client.countRuns(VISION, RunFilter.none())))
                .isInstanceOf(WandbNotFoundException.class);
    }

    // changing

    @Test
    void onlyWhatIsNamedIsChanged() {
        SimulatedRun simulated = wandb.run("team/vision/r1")
                .displayName("old")
                .notes("kept")
                .tags("x")
                .config(Map.of("lr", 0.1))
                .log(0, Map.of("loss", 0.5));

        Run changed = answer(client.updateRun(
                        VISION.run("r1"),
                        RunChanges.builder()
                                .displayName("new")
                                .tags(List.of("y", "z"))
                                .build()))
                .run();

        assertThat(changed.displayName()).isEqualTo("new");
        assertThat(simulated.displayName()).isEqualTo("new");
        assertThat(simulated.tags()).containsExactly("y", "z");
        assertThat(simulated.notes()).isEqualTo("kept");
        assertThat(wandb.simulator().requests("UpdateRun").get(0).variables())
                .containsOnlyKeys("id", "displayName", "tags", "isConfig", "isSummary");
    }

    @Test
    void anEmptyListOfTagsClearsThem() {
        SimulatedRun simulated = wandb.run("team/vision/r1").tags("x");

        answer(client.updateRun(
                VISION.run("r1"), RunChanges.builder().tags(List.of()).build()));

        assertThat(simulated.tags()).isEmpty();
    }

    @Test
    void entriesOfTheConfigurationAreSetBesideTheOthersAndTheInternals() {
        SimulatedRun simulated = wandb.run("team/vision/r1")
                .config(Map.of("lr", 0.1, "_wandb", Map.of("t", "telemetry"), "epochs", 3, "kept", true));
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("lr", 0.2);
        changes.put("epochs", null);

        Run changed = answer(client.updateRun(
                        VISION.run("r1"), RunChanges.builder().config(changes).build()))
                .run();

        assertThat(changed.config())
                .containsEntry("lr", 0.2)
                .containsEntry("kept", true)
                .doesNotContainKeys("epochs", "_wandb");
        assertThat(simulated.config())
                .containsEntry("lr", Map.of("value", 0.2))
                .containsEntry("_wandb", Map.of("value", Map.of("t", "telemetry")));
    }

    @Test
    void aReplacedConfigurationKeepsTheInternals() {
        SimulatedRun simulated =
                wandb.run("team/vision/r1").config(Map.of("lr", 0.1, "_wandb", Map.of("t", "telemetry")));

        answer(client.updateRun(
                VISION.run("r1"),
                RunChanges.builder().replaceConfig(Map.of("epochs", 3)).build()));

        assertThat(simulated.config()).containsOnlyKeys("epochs", "_wandb");
    }

    @Test
    void entriesOfTheSummaryAreSetBesideTheOthers() {
        SimulatedRun simulated = wandb.run("team/vision/r1").log(7, Map.of("loss", 0.5));

        Run changed = answer(client.updateRun(
                        VISION.run("r1"),
                        RunChanges.builder()
                                .summary(Map.of("best", Map.of("loss", 0.4)))
                                .build()))
                .run();

        assertThat(changed.summary()).containsEntry("best", Map.of("loss", 0.4)).containsEntry("loss", 0.5);
        assertThat(simulated.summary()).containsEntry("_step", 7);
    }

    @Test
    void changingARunThatIsNotThereCreatesNone() {
        wandb.simulator().project("team/vision");

        assertThatThrownBy(() -> answer(client.updateRun(
                        VISION.run("none"), RunChanges.builder().notes("x").build())))
                .isInstanceOf(WandbNotFoundException.class)
                .hasMessageContaining("Run team/vision/none does not exist");
        assertThat(wandb.simulator().runs("team/vision")).isEmpty();
    }
}
