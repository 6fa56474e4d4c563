// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers.
 *
 * @param body becomes the body of the message
 * @param headers are added to those of the message
 */
record Answer(@Nullable Object body, Map<String, Object> headers) {

    static Answer of(@Nullable Object body) {
        return new Answer(body, Map.of());
    }

    void writeTo(Message message) {
        message.setBody(body);
        headers.forEach(message::setHeader);
    }
}
