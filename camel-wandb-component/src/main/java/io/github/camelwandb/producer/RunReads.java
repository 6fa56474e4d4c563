// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.ReadCache.Question;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Operations that read runs. */
final class RunReads implements OperationGroup {

    private final WandbClient client;
    private final RunQueries queries;
    private final Targets targets;
    private final Projection projection;
    private final boolean hasMetadata;
    private final CachedReads cached;

    RunReads(
            WandbClient client,
            WandbConfiguration configuration,
            RunQueries queries,
            Targets targets,
            CachedReads cached) {
        this.client = client;
        this.queries = queries;
        this.targets = targets;
        this.projection = configuration.getProjection();
        this.hasMetadata = configuration.isMetadata();
        this.cached = cached;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(
                WandbOperation.getRun,
                this::get,
                WandbOperation.queryRuns,
                this::query,
                WandbOperation.countRuns,
                this::count);
    }

    private CompletableFuture<Answer> get(Message message) {
        return targets.run(message)
                .thenCompose(path -> cached.read(
                        new Question("getRun", path.projectPath(), path.runId(), hasMetadata), () -> ask(path)))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Run> ask(RunPath path) {
        return (hasMetadata ? client.runWithMetadata(path) : client.run(path)).thenApply(run -> required(path, run));
    }

    /** @throws WandbNotFoundException if it is not there */
    static Run required(RunPath path, Optional<Run> run) {
        return run.orElseThrow(() -> WandbNotFoundException.run(path, Details.of(path.toString())));
    }

    private CompletableFuture<Answer> query(Message message) {
        return queries.query(message, projection)
                .thenCompose(client::runs)
                .thenApply(runs -> Answer.of(new BodyIterator<Run>(runs)));
    }

    private CompletableFuture<Answer> count(Message message) {
        RunFilter filter = queries.filter(message);
        List<@Nullable Object> written = queries.asWritten(message);
        return targets.project(message)
                .thenCompose(project -> cached.read(
                        new Question("countRuns", project, null, written), () -> client.countRuns(project, filter)))
                .thenApply(Answer::of);
    }
}
