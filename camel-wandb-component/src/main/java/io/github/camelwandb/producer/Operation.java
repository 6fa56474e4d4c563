// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** What a message has the producer do. */
interface Operation {

    /**
     * Reads from the message all it needs, and asks the server.
     *
     * @return fails with a {@link io.github.camelwandb.client.WandbException}, perhaps within the exceptions of {@code java.util.concurrent}
     * @throws IllegalArgumentException if the message is not as the operation needs it; nothing was asked of the server then
     */
    CompletableFuture<Answer> perform(Message message);
}
