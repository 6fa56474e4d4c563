// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.RunFilters;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that read runs. */
final class RunReads implements OperationGroup {

    private final WandbClient client;
    private final WandbConfiguration configuration;
    private final RunFilters filters;
    private final Targets targets;

    /** @throws IllegalArgumentException if an option cannot be understood */
    RunReads(WandbClient client, WandbConfiguration configuration, RunFilters filters, Targets targets) {
        this.client = client;
        this.configuration = configuration;
        this.filters = filters;
        this.targets = targets;
        query(
                new ProjectPath(configuration.getEntity(), configuration.getProject()),
                filters.get(),
                configuration.getOrder());
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
                .thenCompose(path -> client.run(path).thenApply(run -> required(path, run)))
                .thenApply(Answer::of);
    }

    /** @throws WandbNotFoundException if it is not there */
    static Run required(RunPath path, Optional<Run> run) {
        return run.orElseThrow(() -> WandbNotFoundException.run(path, Details.of(path.toString())));
    }

    private CompletableFuture<Answer> query(Message message) {
        RunFilter filter = filter(message);
        String order = message.getHeader(WandbConstants.ORDER, configuration.getOrder(), String.class);
        return targets.project(message)
                .thenCompose(project -> client.runs(query(project, filter, order)))
                .thenApply(runs -> Answer.of(new BodyIterator<Run>(runs)));
    }

    private CompletableFuture<Answer> count(Message message) {
        RunFilter filter = filter(message);
        return targets.project(message)
                .thenCompose(project -> client.countRuns(project, filter))
                .thenApply(Answer::of);
    }

    private RunFilter filter(Message message) {
        Object header = message.getHeader(WandbConstants.FILTER);
        return header == null ? filters.get() : filters.get(WandbConstants.FILTER, header);
    }

    private RunQuery query(ProjectPath project, RunFilter filter, String order) {
        return new RunQuery(
                project, filter, withSign(order), configuration.getProjection(), configuration.getPageSize());
    }

    /** In a URI a plus sign becomes a space, so no sign means plus; the server takes it for either, so one is always sent. */
    private static String withSign(String order) {
        String field = order.strip();
        return field.startsWith("+") || field.startsWith("-") ? field : "+" + field;
    }
}
