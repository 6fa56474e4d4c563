// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private WandbSimulator simulator;
    private Caller caller;

    @BeforeEach
    void connect() {
        simulator = wandb.simulator();
        caller = Caller.of(simulator);
    }

    @Test
    void requestsAreRecordedWithoutTheKey() {
        caller.graphql("query Me { viewer { username } }", Map.of("undeclared", "x"));

        RecordedRequest request = simulator.requests("viewer").get(0);

        assertThat(request.operation()).isEqualTo("Me");
        assertThat(request.fields()).containsExactlyInAnyOrder("viewer", "username");
        assertThat(request.variables()).isEqualTo(Map.of("undeclared", "x"));
        assertThat(request.path()).isEqualTo("/graphql");
        assertThat(request.status()).isEqualTo(200);
        assertThat(request.headers()).containsEntry("authorization", "Basic").containsKey("user-agent");
        assertThat(simulator.requests("Me")).containsExactly(request);
        assertThat(simulator.requests("history")).isEmpty();
    }

    @Test
    void requestsCanBeForgotten() {
        caller.graphql("{ viewer { username } }");

        simulator.forgetRequests();

        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void toAWrongKeyThereIsNoViewerAndNoProject() {
        wandb.run("team/vision/r1");
        Caller stranger = new Caller(simulator.baseUrl(), "wrong");

        Caller.Answer answer =
                stranger.graphql("{ viewer { id } project(name: \"vision\", entityName: \"team\") { id } }");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data()).isEqualTo(Caller.tree("{\"viewer\":null,\"project\":null}"));
    }

    @Test
    void withAWrongKeyNothingCanBeWritten() {
        wandb.run("team/vision/r1");
        Caller stranger = new Caller(simulator.baseUrl(), "wrong");

        assertThat(stranger.graphql("mutation { upsertBucket(input: {name: \"r1\"}) { inserted } }")
                        .status())
                .isEqualTo(401);
        assertThat(stranger.stream("team/vision/r1", Map.of()).status()).isEqualTo(401);
    }

    @Test
    void whatIsNotThereIsNullAndNoError() {
        simulator.project("team/vision");

        assertThat(caller.graphql("{ project(name: \"none\", entityName: \"team\") { id } }")
                        .data()
                        .path("project")
                        .isNull())
                .isTrue();
        assertThat(caller.run("team/vision/none", "id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{ viewer { nonsense } }; Cannot query field \"nonsense\" on type \"User\".",
                "{ project(nonsense: 1) { id } }; Unknown argument \"nonsense\" on field \"project\" of type \"Query\"."
            })
    void whatTheSchemaDoesNotHaveIsRefusedInTheWordsOfTheRealServer(String query, String message) {
        Caller.Answer answer = caller.graphql(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo(message);
    }

    @Test
    void theNameOfTheOperationMayBeEmptyAndTheVariablesMissing() {
        Caller.Answer answer = caller.post(
                "/graphql", "{\"query\":\"# a comment\\n\\nquery Me { viewer { username } }\",\"operationName\":\"\"}");

        assertThat(answer.data().path("viewer").path("username").asText()).isEqualTo("simulator");
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        assertThat(caller.post("/graphql", "{").status()).isEqualTo(400);
        wandb.run("team/vision/r1");
        assertThat(caller.post("/files/team/vision/r1/file_stream", "{").status())
                .isEqualTo(400);
    }

    @Test
    void otherPathsAreNotFound() {
        assertThat(caller.post("/sdk/otel/v1/metrics", "").status()).isEqualTo(404);
    }

    @Test
    void requestsAndAnswersMayBeCompressed() throws IOException {
        wandb.run("team/vision/r1").logs(0, 100);
        String query = "{\"query\":\"{ project(name: \\\"vision\\\", entityName: \\\"team\\\")"
                + " { run(name: \\\"r1\\\") { history } } }\"}";
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(query.getBytes(StandardCharsets.UTF_8));
        }

        Caller.Answer answer = caller.send(caller.request("/graphql")
                .header("Content-Encoding", "gzip")
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        var unzipped =
                new GZIPInputStream(new ByteArrayInputStream(answer.response().body()));
        assertThat(JsonMapper.builder().build().readTree(unzipped).at("/data/project/run/history"))
                .hasSize(100);
    }
}
