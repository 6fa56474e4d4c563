// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.ReadCache.Question;
import io.github.camelwandb.client.WandbClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that ask about the server and the key. */
final class ServerReads implements OperationGroup {

    private final WandbClient client;
    private final CachedReads cached;

    ServerReads(WandbClient client, CachedReads cached) {
        this.client = client;
        this.cached = cached;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.viewer, this::viewer);
    }

    private CompletableFuture<Answer> viewer(Message message) {
        return cached.read(new Question("viewer", null, null, ""), client::viewer)
                .thenApply(Answer::of);
    }
}
