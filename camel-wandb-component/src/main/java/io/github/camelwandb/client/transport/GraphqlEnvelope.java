// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What is around the data of an answer: {@code {"data": ..., "errors": [...]}}, in either order. */
final class GraphqlEnvelope {

    /** The server lets NaN and control characters of writers through; an answer is never quoted in the text of an exception. */
    private static final JsonMapper JSON = JsonMapper.builder(new MappingJsonFactory())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Failures failures;

    GraphqlEnvelope(Failures failures) {
        this.failures = failures;
    }

    /**
     * Reads the answer while it arrives. Errors win over data, and over what the reader thinks of that data: what is missing beside an
     * error is not known to be missing.
     */
    <R> R read(GraphqlOperation<R> operation, InputStream answer) throws IOException {
        try (JsonParser parser = JSON.getFactory().createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw failures.notTheApi(operation, 200, null);
            }
            @Nullable R result = null;
            @Nullable RuntimeException refused = null;
            @Nullable String errors = null;
            JsonStreamContext root = parser.getParsingContext();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "data" -> {
                        try {
                            result = operation.reader().read(parser);
                        } catch (RuntimeException e) {
                            refused = e;
                            leave(parser, root);
                        }
                    }
                    case "errors" -> errors = messages(parser.readValueAsTree(), errors);
                    case "error" -> errors = messages(parser.readValueAsTree(), errors);
                    default -> parser.skipChildren();
                }
            }
            if (errors != null) {
                throw failures.answered(operation, 200, errors, null);
            }
            if (refused != null) {
                throw failures.notUnderstood(operation, refused);
            }
            if (result == null) {
                throw failures.notTheApi(operation, 200, null);
            }
            return result;
        }
    }

    private static void leave(JsonParser parser, JsonStreamContext root) throws IOException {
        while (parser.getParsingContext() != root && parser.nextToken() != null) {
            // skipped
        }
    }

    private static @Nullable String messages(JsonNode errors, @Nullable String others) {
        if (errors.isNull() || errors.isArray() && errors.isEmpty()) {
            return others;
        }
        return ErrorTexts.of(errors);
    }

    /** What an error answer says: its messages if it is JSON, else nothing, for it is some proxy's page. */
    static String errorText(String body, @Nullable String contentType) {
        try {
            return ErrorTexts.ofAnswer(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return contentType != null && contentType.startsWith("text/plain") ? body.strip() : "";
        }
    }
}
