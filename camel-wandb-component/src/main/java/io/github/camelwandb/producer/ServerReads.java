// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that ask about the server and the key. */
final class ServerReads implements OperationGroup {

    private final WandbClient client;

    ServerReads(WandbClient client) {
        this.client = client;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.viewer, this::viewer);
    }

    private CompletableFuture<Answer> viewer(Message message) {
        return client.viewer().thenApply(Answer::of);
    }
}
