// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A plain HTTP client with the strict JSON parser that clients of W&amp;B have. */
final class Caller {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;
    private final String apiKey;

    Caller(String baseUrl, String apiKey) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
    }

    static Caller of(WandbSimulator simulator) {
        return new Caller(simulator.baseUrl(), simulator.apiKey());
    }

    record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {

        JsonNode data() {
            return body.path("data");
        }

        String error() {
            return body.path("errors").path(0).path("message").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer graphql(String query) {
        return graphql(query, Map.of());
    }

    Answer graphql(String query, Map<String, ?> variables) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query);
        body.put("variables", variables);
        body.put("operationName", "");
        return post("/graphql", json(body));
    }

    /** Asks for fields of one run. */
    JsonNode run(String path, String fields) {
        String[] parts = path.split("/");
        Answer answer = graphql(
                "query Run($entity: String!, $project: String!, $run: String!) {"
                        + " project(name: $project, entityName: $entity) { run(name: $run) { " + fields + " } } }",
                Map.of("entity", parts[0], "project", parts[1], "run", parts[2]));
        return answer.data().path("project").path("run");
    }

    /** The steps of the rows that history serves, in its order. */
    List<Long> steps(String path, String window) {
        return StreamSupport.stream(run(path, "it: history" + window).path("it").spliterator(), false)
                .map(row -> tree(row.asText()).path("_step").asLong())
                .toList();
    }

    /** The rows that sampledHistory serves. */
    JsonNode sampled(String path, String spec) {
        return run(path, "it: sampledHistory(specs: [" + json(spec) + "])").at("/it/0");
    }

    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer stream(String run, Map<String, ?> body) {
        return post("/files/" + run + "/file_stream", json(body));
    }

    HttpRequest.Builder request(String path) {
        URI uri = URI.create(path.startsWith("/") ? baseUrl + path : path);
        String credentials = Base64.getEncoder().encodeToString(("api:" + apiKey).getBytes());
        return HttpRequest.newBuilder(uri).header("Authorization", "Basic " + credentials);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean isJson = response.headers()
                    .firstValue("Content-Type")
                    .filter("application/json"::equals)
                    .isPresent();
            boolean plain = response.headers().firstValue("Content-Encoding").isEmpty();
            JsonNode body = isJson && plain ? JSON.readTree(response.body()) : JSON.missingNode();
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
