// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.history.SystemRows;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.SystemBatch;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that read what a run writes besides its history: system metrics and the console. */
final class StreamReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final NonFinite nonFinite;
    private final int samples;
    private final int lastLines;

    /** @throws IllegalArgumentException if an option cannot be understood */
    StreamReads(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        this.nonFinite = configuration.getNonFinite();
        this.samples = configuration.getSamples();
        this.lastLines = configuration.getLastLines();
        if (lastLines < 0) {
            throw new IllegalArgumentException(
                    "lastLines=" + lastLines + " must be 1 or more, or 0 for all lines of the console");
        }
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.getSystemMetrics, this::systemMetrics, WandbOperation.getLogs, this::logs);
    }

    private CompletableFuture<Answer> systemMetrics(Message message) {
        return targets.run(message)
                .thenCompose(run ->
                        client.history().systemRows(run, samples, SystemRows.Place.BEGINNING, samples, nonFinite))
                .thenApply(this::answer);
    }

    /** As many rows as were asked for may be a sample, for the count may be older than they are. */
    private Answer answer(SystemRows rows) {
        boolean isSample = rows.hasMore() || rows.received() < rows.lines() || rows.received() >= samples;
        return new Answer(SystemBatch.of(rows.rows()), Map.of(WandbConstants.SAMPLED, isSample));
    }

    private CompletableFuture<Answer> logs(Message message) {
        return targets.run(message).thenCompose(this::lines).thenApply(lines -> Answer.of(new BodyIterator<>(lines)));
    }

    private CompletableFuture<Iterator<LogLine>> lines(RunPath run) {
        return lastLines == 0
                ? client.logLines(run)
                : client.logTail(run, lastLines).thenApply(tail -> tail.lines().iterator());
    }
}
