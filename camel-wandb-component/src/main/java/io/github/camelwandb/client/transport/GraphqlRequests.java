// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Makes the HTTP request of an operation. */
final class GraphqlRequests {

    private static final MediaType JSON_TYPE = MediaType.get("application/json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpUrl url;
    private final Documents documents = new Documents();

    GraphqlRequests(HttpUrl baseUrl) {
        this.url = baseUrl.newBuilder().addPathSegment("graphql").build();
    }

    /**
     * The request, tagged with the operation.
     *
     * @throws IllegalArgumentException if there is no such document, or JSON has no form for a variable
     */
    Request of(GraphqlOperation<?> operation) {
        ObjectNode body = JSON.createObjectNode();
        body.put("operationName", operation.name());
        body.put("query", documents.of(operation.name(), operation.copies()));
        return request(operation, body);
    }

    /**
     * The request with a document of the caller's own, in which there is one operation.
     *
     * @throws IllegalArgumentException if JSON has no form for a variable
     */
    Request of(GraphqlOperation<?> operation, String document) {
        return request(operation, JSON.createObjectNode().put("query", document));
    }

    private Request request(GraphqlOperation<?> operation, ObjectNode body) {
        body.set("variables", ServerJson.valueOf(operation.variables()));
        return new Request.Builder()
                .url(url)
                .header("User-Agent", "camel-wandb")
                .tag(GraphqlOperation.class, operation)
                .post(RequestBody.create(bytes(body), JSON_TYPE))
                .build();
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The variables are no JSON", e);
        }
    }
}
