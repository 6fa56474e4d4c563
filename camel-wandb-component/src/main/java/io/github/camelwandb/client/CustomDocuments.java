// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.transport.HttpTransport;
import io.github.camelwandb.client.transport.ServerCall;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** GraphQL documents of callers' own. */
final class CustomDocuments {

    private static final String OPERATION = "graphql";
    private static final MediaType JSON_TYPE = MediaType.get("application/json");
    private static final Pattern NO_PERMISSION = Pattern.compile("(?i)permission denied|not authorized|forbidden");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final HttpTransport http;
    private final Credentials credentials;

    CustomDocuments(HttpTransport http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    /**
     * @param about who asks, for the texts of errors
     * @return {@code data}; fails if there are errors, also beside data
     * @throws IllegalArgumentException if JSON has no form for a variable
     */
    CompletableFuture<JsonNode> ask(String document, Map<String, ? extends @Nullable Object> variables, String about) {
        ObjectNode body = JSON.createObjectNode();
        body.put("query", document);
        body.set("variables", JSON.valueToTree(variables));
        Request request = new Request.Builder()
                .url(http.url("graphql"))
                .header("User-Agent", "camel-wandb")
                .post(RequestBody.create(bytes(body), JSON_TYPE))
                .build();
        return http.send(new ServerCall<>(
                OPERATION, about, request, answer -> read(answer, about), !MutationCheck.mayChange(document)));
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The variables are no JSON", e);
        }
    }

    private JsonNode read(InputStream answer, String about) throws IOException {
        JsonNode envelope = JSON.readTree(answer);
        String errors = credentials.redact(messages(envelope.path("errors")) + messages(envelope.path("error")));
        if (!errors.isEmpty()) {
            throw failed(errors, about);
        }
        JsonNode data = envelope.path("data");
        if (!data.isObject()) {
            throw new WandbServerIncompatibleException(
                    "What answers at " + http.url() + " is not the API of W&B: check baseUrl, and proxies on the way",
                    Queries.answered(OPERATION, about),
                    null);
        }
        return data;
    }

    private static String messages(JsonNode errors) {
        return errors.isArray()
                ? StreamSupport.stream(errors.spliterator(), false)
                        .map(CustomDocuments::message)
                        .collect(Collectors.joining("; "))
                : message(errors);
    }

    private static String message(JsonNode error) {
        return error.isObject() ? error.path("message").asText() : error.isNull() ? "" : error.asText();
    }

    private WandbException failed(String errors, String about) {
        Details details = new Details(200, OPERATION, about, errors);
        if (NO_PERMISSION.matcher(errors).find()) {
            return new WandbPermissionException(
                    credentials + " may not do what the document of graphql asks for (" + errors
                            + "): use the key of a user or service account that may",
                    details,
                    null);
        }
        return new WandbBadRequestException(
                "The server answers the document of graphql with errors (" + errors
                        + "): check the document and its variables; parts of it may have been done",
                details,
                null);
    }
}
