// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.filestream.LoggedRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** The operation that appends rows to a run. */
final class RowLogging implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;

    RowLogging(WandbClient client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.logHistory, this::log);
    }

    private CompletableFuture<Answer> log(Message message) {
        List<Map<String, @Nullable Object>> rows = JsonRows.of(message);
        Object body = message.getBody();
        String exchange = message.getExchange().getExchangeId();
        return targets.run(message)
                .thenCompose(run -> client.fileStream().log(run, exchange, rows))
                .thenApply(logged -> answer(body, logged));
    }

    /** The body stays, as it does with other sinks. */
    private static Answer answer(Object body, LoggedRows logged) {
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        Map<String, Object> headers = new HashMap<>();
        headers.put(WandbConstants.STEP, logged.firstStep());
        headers.put(WandbConstants.ROW_COUNT, logged.count());
        if (logged.isContested()) {
            headers.put(WandbConstants.CONFLICT, true);
        }
        return new Answer(body, headers);
    }
}
