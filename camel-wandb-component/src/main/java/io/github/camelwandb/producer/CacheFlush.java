// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.ReadCache;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** The operation that forgets what was read. */
record CacheFlush(ReadCache cache) implements OperationGroup {

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.flush, this::flush);
    }

    private CompletableFuture<Answer> flush(Message message) {
        cache.clear();
        return CompletableFuture.completedFuture(Answer.of(message.getBody()));
    }
}
