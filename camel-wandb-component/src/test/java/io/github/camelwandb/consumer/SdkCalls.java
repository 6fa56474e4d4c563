// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.simulator.WandbSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What W&B's SDK sends for runs that no script of the simulator makes. */
final class SdkCalls {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final WandbSimulator simulator;

    SdkCalls(WandbSimulator simulator) {
        this.simulator = simulator;
    }

    /** {@code wandb.init(id=..., fork_from=...)}. */
    void fork(String entity, String project, String runId, String parentId, long step) throws Exception {
        Map<String, ?> branch = Map.of("branch_point", Map.of("run_id", parentId, "step", step));
        Map<String, ?> variables = Map.of(
                "entity", entity,
                "project", project,
                "name", runId,
                "config", JSON.writeValueAsString(Map.of("_wandb", Map.of("value", branch))));
        String mutation = """
                mutation UpsertBucket($entity: String, $project: String, $name: String, $config: JSONString) {
                    upsertBucket(input: {entityName: $entity, modelName: $project, name: $name, config: $config}) { inserted }
                }""";
        post("/graphql", request -> request, Map.of("query", mutation, "variables", variables));
    }

    /**
     * One of several writers in shared mode posts rows of its own.
     *
     * @param path {@code entity/project/runId}
     * @param offset of the first, as the writer counts its lines
     */
    void log(String path, String writer, int offset, List<String> rows) throws Exception {
        post(
                "/files/" + path + "/file_stream",
                request -> request.header("X-WANDB-USE-ASYNC-FILESTREAM", "true")
                        .header("X-WANDB-ASYNC-CLIENT-ID", writer),
                Map.of("files", Map.of("wandb-history.jsonl", Map.of("offset", offset, "content", rows))));
    }

    private void post(String path, UnaryOperator<HttpRequest.Builder> headers, Object body) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString(("api:" + simulator.apiKey()).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(simulator.baseUrl().replaceAll("/$", "") + path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        HttpResponse<String> answer = http.send(headers.apply(request).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
