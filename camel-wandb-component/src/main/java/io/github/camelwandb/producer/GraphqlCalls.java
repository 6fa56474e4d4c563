// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;

/** The operation for all that there is no operation for: a GraphQL document of the route's own. */
final class GraphqlCalls implements OperationGroup {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WandbClient client;
    private final GraphqlDocument document;
    private final boolean asText;
    private final String about;

    /** @throws IllegalArgumentException if an option cannot be understood */
    GraphqlCalls(WandbClient client, WandbConfiguration configuration, CamelContext camel) {
        this.client = client;
        this.document = new GraphqlDocument(camel, configuration.getDocument());
        this.asText = configuration.isDataAsText();
        this.about = configuration.getEntity() + "/" + configuration.getProject();
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.graphql, this::ask);
    }

    private CompletableFuture<Answer> ask(Message message) {
        return client.graphql(document.of(message), JsonHeader.of(message, WandbConstants.VARIABLES), about)
                .thenApply(data -> Answer.of(asText ? text(data) : map(data)));
    }

    private static String text(JsonNode data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree has no text", e);
        }
    }

    private static Map<String, Object> map(JsonNode data) {
        return JSON.convertValue(data, new TypeReference<Map<String, Object>>() {});
    }
}
