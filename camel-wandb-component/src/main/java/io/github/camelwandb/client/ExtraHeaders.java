// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP headers that each request to the server carries beside the client's own, such as a gateway wants them. Values may be secret. */
public final class ExtraHeaders {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    /** What the client itself has to say. */
    private static final Set<String> TAKEN =
            Set.of("authorization", "content-type", "content-length", "content-encoding", "host", "transfer-encoding");

    private static final List<String> VARIABLES = List.of("WANDB__EXTRA_HTTP_HEADERS", "WANDB_X_EXTRA_HTTP_HEADERS");

    private ExtraHeaders() {}

    /**
     * The named ones, beside those of the variables that W&amp;B's own clients heed: {@code WANDB_X_EXTRA_HTTP_HEADERS}, a JSON object, and
     * {@code WANDB_USERNAME} and {@code WANDB_USER_EMAIL}, whom a service account works for.
     *
     * @return by name, whose case does not count
     * @throws IllegalArgumentException if one is not possible; no value is in its message
     */
    public static Map<String, String> of(Map<String, String> named, Map<String, String> environment) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        putIfSet(headers, "X-WANDB-USERNAME", environment.get("WANDB_USERNAME"));
        putIfSet(headers, "X-WANDB-USER-EMAIL", environment.get("WANDB_USER_EMAIL"));
        for (String variable : VARIABLES) {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                object(variable, value)
                        .properties()
                        .forEach(header ->
                                headers.put(header.getKey(), header.getValue().asText()));
            }
        }
        headers.putAll(named);
        headers.forEach(ExtraHeaders::check);
        return headers;
    }

    private static void putIfSet(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            headers.put(name, value.trim());
        }
    }

    private static JsonNode object(String variable, String value) {
        try {
            JsonNode object = JSON.readTree(value);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // its message has a part of the value
        }
        throw new IllegalArgumentException(
                "The environment variable " + variable + " is no JSON object of names and values");
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("extraHeaders." + name + " is no name of an HTTP header");
        }
        if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("extraHeaders." + name
                    + " is what the client itself has to say: leave it out; keys go into apiKey");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("extraHeaders." + name
                    + " has a sign that no HTTP header can carry: only visible ASCII and spaces can be");
        }
    }
}
