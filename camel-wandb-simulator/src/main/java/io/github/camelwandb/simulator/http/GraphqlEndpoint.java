// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.graphql.Caller;
import io.github.camelwandb.simulator.graphql.DocumentFacts;
import io.github.camelwandb.simulator.graphql.Gap;
import io.github.camelwandb.simulator.graphql.GraphqlApi;
import io.github.camelwandb.simulator.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /graphql}. */
final class GraphqlEndpoint {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GraphqlApi api;
    private final ApiKeys keys;
    private final Storage storage;

    GraphqlEndpoint(GraphqlApi api, ApiKeys keys, Storage storage) {
        this.api = api;
        this.keys = keys;
        this.storage = storage;
    }

    /** Reads a request; one that cannot be read is answered with 400. */
    Call read(Exchange exchange) throws IOException {
        try {
            JsonNode body = JSON.readTree(exchange.body());
            String query = body.path("query").asText("");
            return new Document(
                    query,
                    variables(body.path("variables")),
                    body.path("operationName").asText(""),
                    api.facts(query),
                    exchange);
        } catch (JsonProcessingException e) {
            return new Unreadable();
        }
    }

    private static Map<String, @Nullable Object> variables(JsonNode node) {
        if (!node.isObject()) {
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> variables = JSON.convertValue(node, LinkedHashMap.class);
        return variables;
    }

    private final class Document implements Call {

        private final String query;
        private final Map<String, @Nullable Object> variables;
        private final String operationName;
        private final DocumentFacts facts;
        private final Exchange exchange;

        Document(
                String query,
                Map<String, @Nullable Object> variables,
                String operationName,
                DocumentFacts facts,
                Exchange exchange) {
            this.query = query;
            this.variables = variables;
            this.operationName = operationName;
            this.facts = facts;
            this.exchange = exchange;
        }

        @Override
        public String operation() {
            return facts.operation();
        }

        @Override
        public Set<String> fields() {
            return facts.fields();
        }

        @Override
        public Map<String, @Nullable Object> variables() {
            return variables;
        }

        @Override
        public boolean isAbout(String runId) {
            return facts.texts().contains(runId) || mentions(variables.values(), runId);
        }

        @Override
        public Reply execute() throws IOException {
            // asked when it is executed: the key may have been revoked since the request was read
            Caller caller = caller();
            // whoever asks for the viewer is told with a null that the key is wrong
            return caller.known() || keys.refusal() == 0 || facts.fields().contains("viewer")
                    ? reply(api.execute(query, variables, operationName, caller))
                    : Reply.errors(keys.refusal(), "user is not logged in");
        }

        @Override
        public Reply executePartly(Fault.Partial fault, @Nullable String runId) throws IOException {
            String missing = fault.missing();
            if (missing != null) {
                Gap gap = new Gap(missing, runId, fault.message());
                return reply(api.execute(query, variables, operationName, caller(), gap));
            }
            GraphqlApi.Answer answer = api.execute(query, variables, operationName, caller());
            Map<String, @Nullable Object> body = new LinkedHashMap<>(answer.body());
            body.put("errors", List.of(Map.of("message", fault.message())));
            return reply(new GraphqlApi.Answer(answer.status(), body));
        }

        private Caller caller() {
            return new Caller(keys.accepts(exchange), storage.links(exchange));
        }

        private Reply reply(GraphqlApi.Answer answer) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
            answer.writeTo(bytes);
            return Reply.json(answer.status(), bytes.toByteArray());
        }
    }

    private static boolean mentions(Collection<?> values, String runId) {
        for (Object value : values) {
            boolean found = value instanceof Collection<?> list && mentions(list, runId)
                    || value instanceof Map<?, ?> map && mentions(map.values(), runId)
                    || value instanceof String text && (text.equals(runId) || runId.equals(Store.runIdOf(text)));
            if (found) {
                return true;
            }
        }
        return false;
    }

    private record Unreadable() implements Call {
        @Override
        public String operation() {
            return "";
        }

        @Override
        public boolean isAbout(String runId) {
            return false;
        }

        @Override
        public Reply execute() {
            return Reply.errors(400, "the body is not JSON");
        }
    }
}
