// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The messages of an error answer, which W&amp;B's server writes in several forms: a text or an object, alone or in a list. */
final class ErrorTexts {

    private ErrorTexts() {}

    /** Of the whole answer, {@code {"errors": ...}} or {@code {"error": ...}}. */
    static String ofAnswer(JsonNode answer) {
        return of(answer.has("errors") ? answer.get("errors") : answer.path("error"));
    }

    /** Of the value of {@code errors} or {@code error}. */
    static String of(JsonNode errors) {
        if (!errors.isArray()) {
            return message(errors);
        }
        List<String> messages = new ArrayList<>();
        errors.forEach(error -> messages.add(message(error)));
        return String.join("; ", messages);
    }

    private static String message(JsonNode error) {
        return error.isTextual() ? error.asText() : error.path("message").asText("");
    }
}
