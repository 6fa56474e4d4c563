// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WritingTest {

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    @RegisterExtension
    final WandbSimulatorExtension wandb =
            WandbSimulatorExtension.create(WandbSimulator.builder().clock(clock));

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run("team/vision/r1");
        caller = Caller.of(wandb.simulator());
    }

    private Caller.Answer upsert(Map<String, ?> input) {
        return caller.graphql(
                "mutation Upsert($input: UpsertBucketInput!) { upsertBucket(input: $input) {"
                        + " bucket { id name project { name entity { name } } historyLineCount } inserted } }",
                Map.of("input", input));
    }

    @Test
    void configIsReplacedAsAWhole() {
        run.config(Map.of("a", 1, "b", 2));

        upsert(Map.of("id", run.storageId(), "config", "{\"c\":{\"value\":3}}"));

        assertThat(run.config()).isEqualTo(Map.of("c", Map.of("value", 3)));
    }

    @Test
    void summaryAndTagsAreReplacedAsAWhole() {
        run.tags("a", "b").log(0, Map.of("loss", 1));

        upsert(Map.of("id", run.storageId(), "summaryMetrics", "{\"best\":1}", "tags", List.of("c")));

        assertThat(run.summary()).isEqualTo(Map.of("best", 1));
        assertThat(run.tags()).containsExactly("c");
    }

    @Test
    void whatIsNullOrMissingIsLeftAlone() {
        run.displayName("x").tags("a").notes("n").config(Map.of("a", 1));
        Map<String, Object> input = new HashMap<>();
        input.put("id", run.storageId());
        input.put("displayName", null);
        input.put("tags", null);
        input.put("config", null);
        input.put("groupName", "g");

        upsert(input);

        assertThat(run.displayName()).isEqualTo("x");
        assertThat(run.tags()).containsExactly("a");
        assertThat(run.notes()).isEqualTo("n");
        assertThat(run.config()).containsOnlyKeys("a");
        assertThat(run.group()).isEqualTo("g");
    }

    @Test
    void anEmptyListOfTagsClearsThem() {
        run.tags("a");

        upsert(Map.of("id", run.storageId(), "tags", List.of()));

        assertThat(run.tags()).isEmpty();
    }

    @Test
    void anEditDoesNotMoveTheHeartbeat() {
        clock.advance("PT1H");

        upsert(Map.of("id", run.storageId(), "notes", "n"));

        JsonNode times = caller.run("team/vision/r1", "heartbeatAt updatedAt");
        assertThat(times.path("heartbeatAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(times.path("updatedAt").asText()).isEqualTo("2026-01-01T01:00:00Z");
    }

    @Test
    void aRunThatIsNotThereIsCreatedWithItsProject() {
        JsonNode payload = upsert(Map.of("entityName", "team", "modelName", "new", "name", "r9"))
                .data()
                .path("upsertBucket");

        assertThat(payload.path("inserted").asBoolean()).isTrue();
        assertThat(payload.at("/bucket/project/entity/name").asText()).isEqualTo("team");
        assertThat(wandb.simulator().runs("team/new"))
                .extracting(SimulatedRun::runId)
                .containsExactly("r9");
    }

    @Test
    void aRunThatIsThereIsNotInsertedAgain() {
        run.logs(0, 3);

        JsonNode payload = upsert(Map.of("entityName", "team", "modelName", "vision", "name", "r1"))
                .data()
                .path("upsertBucket");

        assertThat(payload.path("inserted").asBoolean()).isFalse();
        assertThat(payload.at("/bucket/historyLineCount").asInt()).isEqualTo(3);
    }

    @Test
    void withoutNamesARunOfTheViewerIsCreated() {
        JsonNode bucket = upsert(Map.of()).data().at("/upsertBucket/bucket");

        assertThat(bucket.path("name").asText()).matches("[0-9a-z]{8}");
        assertThat(bucket.at("/project/name").asText()).isEqualTo("uncategorized");
        assertThat(bucket.at("/project/entity/name").asText()).isEqualTo("simulator");
    }

    @Test
    void anEntityThatIsNotThereIsNotFound() {
        Caller.Answer answer = upsert(Map.of("entityName", "nobody", "modelName", "p", "name", "r"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.data().path("upsertBucket").isNull()).isTrue();
        assertThat(answer.body().at("/errors/0/path/0").asText()).isEqualTo("upsertBucket");
    }

    @Test
    void theIdOfADeletedRunCannotBeUsedAgain() {
        caller.graphql(
                "mutation Delete($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }",
                Map.of("id", run.storageId()));

        assertThat(wandb.simulator().runs("team/vision")).isEmpty();
        assertThat(upsert(Map.of("entityName", "team", "modelName", "vision", "name", "r1"))
                        .status())
                .isEqualTo(410);
    }

    @Test
    void aRunCreatedByAMutationCrashesIfNothingIsHeardOfIt() {
        upsert(Map.of("entityName", "team", "modelName", "vision", "name", "r9", "state", "running"));

        clock.advance("PT6M");

        assertThat(wandb.run("team/vision/r9").state()).isEqualTo("crashed");
    }

    @Test
    void onlySomeStatesCanBeSet() {
        String update = "mutation State($id: ID!, $state: String!) {"
                + " updateRunState(input: {id: $id, state: $state}) { success } }";
        run.finished();
        assertThat(caller.graphql(update, Map.of("id", run.storageId(), "state", "pending"))
                        .error())
                .isEqualTo("invalid state transition");

        run.running();
        caller.graphql(update, Map.of("id", run.storageId(), "state", "failed"));

        assertThat(run.state()).isEqualTo("failed");
    }

    @Test
    void anAlertIsKept() {
        caller.graphql("mutation { notifyScriptableRunAlert(input: {entityName: \"team\", projectName: \"vision\","
                + " runName: \"r1\", title: \"t\", text: \"x\", severity: WARN, waitDuration: 60000}) { success } }");

        assertThat(run.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isEqualTo("t");
            assertThat(alert.severity()).isEqualTo("WARN");
            assertThat(alert.waitMillis()).isEqualTo(60_000);
        });
    }

    @Test
    void aSweepIsTheSumOfItsRuns() {
        run.sweep("s1").finished();
        wandb.run("team/vision/r2").sweep("s1");

        JsonNode project = caller.graphql("{ project(name: \"vision\", entityName: \"team\") {"
                        + " totalSweeps sweep(sweepName: \"s1\") { name state runCount } } }")
                .data()
                .path("project");

        assertThat(project)
                .isEqualTo(Caller.tree(
                        "{\"totalSweeps\":1,\"sweep\":{\"name\":\"s1\",\"state\":\"RUNNING\",\"runCount\":2}}"));
    }

    @Test
    void theStateOfASweepCanBeSet() {
        run.sweep("s1");
        String sweep = "{ project(name: \"vision\", entityName: \"team\") { sweep(sweepName: \"s1\") { id state } } }";
        String id = caller.graphql(sweep).data().at("/project/sweep/id").asText();

        caller.graphql(
                "mutation Cancel($id: ID!) { upsertSweep(input: {id: $id, state: \"CANCELED\"}) { sweep { name } } }",
                Map.of("id", id));

        assertThat(caller.graphql(sweep).data().at("/project/sweep/state").asText())
                .isEqualTo("CANCELED");
    }

    @Test
    void aSweepThatIsMadeIsThereBeforeItsFirstRun() {
        String id = caller.graphql("mutation { upsertSweep(input: {entityName: \"team\", projectName: \"vision\","
                        + " config: \"method: grid\\nname: search\\n\"}) { sweep { name project { name } } } }")
                .data()
                .at("/upsertSweep/sweep/name")
                .asText();
        String sweep = "{ project(name: \"vision\", entityName: \"team\") { sweep(sweepName: \"" + id
                + "\") { method state runCount } } }";
        assertThat(caller.graphql(sweep).data().at("/project/sweep"))
                .isEqualTo(Caller.tree("{\"method\":\"grid\",\"state\":\"RUNNING\",\"runCount\":0}"));

        run.sweep(id).finished();

        assertThat(caller.graphql(sweep).data().at("/project/sweep"))
                .isEqualTo(Caller.tree("{\"method\":\"grid\",\"state\":\"FINISHED\",\"runCount\":1}"));
    }

    @Test
    void projectsAreCreatedListedAndDeleted() {
        JsonNode created = caller.graphql("mutation { upsertModel(input: {entityName: \"team\", name: \"p2\","
                        + " description: \"d\"}) { inserted project { id description } } }")
                .data()
                .path("upsertModel");
        String list = "{ models(entityName: \"team\") { edges { node { name } } } }";
        assertThat(caller.graphql(list).data().findValuesAsText("name")).containsExactly("vision", "p2");

        caller.graphql(
                "mutation Delete($id: String!) { deleteModel(input: {id: $id}) { success } }",
                Map.of("id", created.at("/project/id").asText()));

        assertThat(created.path("inserted").asBoolean()).isTrue();
        assertThat(created.at("/project/description").asText()).isEqualTo("d");
        assertThat(caller.graphql(list).data().findValuesAsText("name")).containsExactly("vision");
    }

    @Test
    void theStateOfARunOfASweepCannotBeSet() {
        run.sweep("s1");

        assertThat(caller.graphql(
                                "mutation State($id: ID!) { updateRunState(input: {id: $id, state: \"failed\"}) { success } }",
                                Map.of("id", run.storageId()))
                        .status())
                .isEqualTo(400);
        assertThat(run.state()).isEqualTo("running");
    }

    @Test
    void anEmptyTextClears() {
        run.notes("n").displayName("x");

        upsert(Map.of("id", run.storageId(), "notes", ""));

        assertThat(run.notes()).isEmpty();
        assertThat(run.displayName()).isEqualTo("x");
    }

    @Test
    void aDeletedRunIsGoneForWhoeverStillHasItsId() {
        String delete = "mutation Delete($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }";
        Map<String, String> id = Map.of("id", run.storageId());

        assertThat(caller.graphql(delete, id).status()).isEqualTo(200);
        assertThat(caller.graphql(delete, id).status()).isEqualTo(404);
        assertThat(upsert(Map.of("id", run.storageId(), "notes", "n")).status()).isEqualTo(410);
        assertThat(caller.run("team/vision/r1", "id").isNull()).isTrue();
    }

    @Test
    void aRunThatHasBegunHasItsTelemetry() {
        String asked = "{ model(name: \"vision\", entityName: \"team\") { bucket(name: \"r1\", missingOk: true) {"
                + " wandbConfig(keys: [\"t\"]) historyTail eventsTail logLineCount } } }";
        assertThat(caller.graphql(asked).data().at("/model/bucket/wandbConfig").asText())
                .isEqualTo("{}");

        upsert(Map.of("id", run.storageId(), "config", "{\"_wandb\":{\"value\":{\"t\":{\"1\":[1]},\"m\":[]}}}"));

        assertThat(caller.graphql(asked).data().at("/model/bucket/wandbConfig").asText())
                .isEqualTo("{\"t\":{\"1\":[1]}}");
    }
}
