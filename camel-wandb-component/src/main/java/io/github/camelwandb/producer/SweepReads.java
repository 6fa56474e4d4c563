// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.ReadCache.Question;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Sweep;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that read sweeps. */
final class SweepReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final int pageSize;
    private final CachedReads cached;

    SweepReads(WandbClient client, WandbConfiguration configuration, Targets targets, CachedReads cached) {
        this.client = client;
        this.targets = targets;
        this.pageSize = configuration.getPageSize();
        this.cached = cached;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.getSweep, this::get, WandbOperation.listSweeps, this::list);
    }

    private CompletableFuture<Answer> get(Message message) {
        String sweepId = targets.sweep(message);
        return targets.project(message)
                .thenCompose(project ->
                        cached.read(new Question("getSweep", project, null, sweepId), () -> sweep(project, sweepId)))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Sweep> sweep(ProjectPath project, String sweepId) {
        return client.projects()
                .sweep(project, sweepId)
                .thenApply(sweep -> sweep.orElseThrow(
                        () -> WandbNotFoundException.sweep(project, sweepId, Details.of(project + "/" + sweepId))));
    }

    private CompletableFuture<Answer> list(Message message) {
        return targets.project(message)
                .thenCompose(project -> client.projects().sweeps(project, pageSize))
                .thenApply(sweeps -> Answer.of(new BodyIterator<>(sweeps)));
    }
}
