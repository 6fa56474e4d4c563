// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.store.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer, ready to be sent. */
record Reply(int status, Map<String, String> headers, byte[] body) {

    static Reply json(int status, byte[] body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    static Reply json(int status, String body) {
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The form in which endpoints other than GraphQL refuse. */
    static Reply error(int status, String message) {
        return json(status, JsonText.write(Map.of("error", message)));
    }

    /** The form in which GraphQL refuses. */
    static Reply errors(int status, String message) {
        return json(status, "{\"errors\":[{\"message\":" + JsonText.write(message) + "}]}");
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }
}
