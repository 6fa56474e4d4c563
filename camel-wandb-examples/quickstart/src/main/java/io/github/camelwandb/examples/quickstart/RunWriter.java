// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs one run as W&amp;B's own Python package does: a mutation creates it, then {@code file_stream} takes rows, each post saying
 * which line it begins at. Rows that were not posted are lost with the process. Not safe for use by several threads.
 */
final class RunWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UPSERT = """
            mutation UpsertBucket($entity: String, $project: String, $run: String, $displayName: String, $config: JSONString) {
              upsertBucket(input: {entityName: $entity, modelName: $project, name: $run, displayName: $displayName, config: $config}) {
                bucket { id name historyLineCount }
              }
            }
            """;
    private static final String RESUME_STATUS = """
            query RunResumeStatus($entity: String, $project: String, $run: String!) {
              model(name: $project, entityName: $entity) { bucket(name: $run, missingOk: true) { historyLineCount historyTail } }
            }
            """;

    private final HttpClient http;
    private final Server server;
    private final String entity;
    private final String project;
    private final String runId;
    private final Clock clock;

    private final List<String> unposted = new ArrayList<>();
    private final Map<String, Object> summary = new LinkedHashMap<>();
    private long startedMillis;
    private int postedLines;
    private long nextStep;

    /** Where a server is and the key it wants. */
    record Server(String baseUrl, String apiKey) {
        @Override
        public String toString() {
            return baseUrl;
        }
    }

    RunWriter(HttpClient http, Server server, String entity, String project, String runId, Clock clock) {
        this.http = http;
        this.server = server;
        this.entity = entity;
        this.project = project;
        this.runId = runId;
        this.clock = clock;
    }

    /** Creates the run; {@code config} as users know it. */
    void start(String displayName, Map<String, ?> config) throws IOException, InterruptedException {
        ObjectNode wrapped = JSON.createObjectNode();
        config.forEach((name, value) -> wrapped.putObject(name).putPOJO("value", value));
        ObjectNode variables = variables();
        variables.put("displayName", displayName).put("config", JSON.writeValueAsString(wrapped));
        JsonNode bucket = graphql(UPSERT, variables).path("upsertBucket").path("bucket");
        startedMillis = clock.millis();
        postedLines = bucket.path("historyLineCount").asInt();
    }

    /** Goes on with a run that another process has begun: behind the last row that the server has. */
    void resume() throws IOException, InterruptedException {
        JsonNode bucket = graphql(RESUME_STATUS, variables()).path("model").path("bucket");
        JsonNode tail = JSON.readTree(bucket.path("historyTail").asText("[]"));
        if (!tail.isEmpty()) {
            JsonNode lastRow = JSON.readTree(tail.get(tail.size() - 1).asText());
            nextStep = lastRow.path("_step").asLong() + 1;
            startedMillis =
                    clock.millis() - Math.round(1000 * lastRow.path("_runtime").asDouble());
        }
        postedLines = bucket.path("historyLineCount").asInt();
    }

    long nextStep() {
        return nextStep;
    }

    /** Logs one row, which the next post takes along. */
    void log(Map<String, ?> metrics) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>(metrics);
        row.put("_step", nextStep++);
        row.put("_timestamp", clock.millis() / 1000.0);
        row.put("_runtime", (clock.millis() - startedMillis) / 1000.0);
        summary.putAll(row);
        unposted.add(JSON.writeValueAsString(row));
    }

    /** Sends what was logged since the last post. */
    void post() throws IOException, InterruptedException {
        send(body());
    }

    /** Sends the last rows and says how the process ended. */
    void finish(int exitCode) throws IOException, InterruptedException {
        send(body().put("complete", true).put("exitcode", exitCode));
    }

    private ObjectNode body() throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode files = body.putObject("files");
        if (!unposted.isEmpty()) {
            ObjectNode history = files.putObject("wandb-history.jsonl").put("offset", postedLines);
            unposted.forEach(history.putArray("content")::add);
            ObjectNode text = files.putObject("wandb-summary.json").put("offset", 0);
            text.putArray("content").add(JSON.writeValueAsString(summary));
        }
        return body;
    }

    private void send(ObjectNode body) throws IOException, InterruptedException {
        call("/files/" + entity + "/" + project + "/" + runId + "/file_stream", body);
        postedLines += unposted.size();
        unposted.clear();
    }

    private ObjectNode variables() {
        return JSON.createObjectNode()
                .put("entity", entity)
                .put("project", project)
                .put("run", runId);
    }

    private JsonNode graphql(String document, ObjectNode variables) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("query", document);
        body.set("variables", variables);
        JsonNode answer = call("/graphql", body);
        if (answer.hasNonNull("errors")) {
            throw new IOException(answer.get("errors").toString());
        }
        return answer.path("data");
    }

    private JsonNode call(String path, JsonNode body) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString(("api:" + server.apiKey()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered with status " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return JSON.readTree(answer.body());
    }
}
