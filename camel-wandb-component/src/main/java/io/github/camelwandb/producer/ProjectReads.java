// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that read projects and their reports. */
final class ProjectReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final int pageSize;

    ProjectReads(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        this.pageSize = configuration.getPageSize();
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(
                WandbOperation.getProject,
                this::get,
                WandbOperation.listProjects,
                this::list,
                WandbOperation.listReports,
                this::reports);
    }

    private CompletableFuture<Answer> get(Message message) {
        return targets.project(message)
                .thenCompose(path -> client.project(path)
                        .thenApply(project -> project.orElseThrow(
                                () -> WandbNotFoundException.project(path, Details.of(path.toString())))))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Answer> list(Message message) {
        return targets.entity(message)
                .thenCompose(entity -> client.projects().list(entity, pageSize))
                .thenApply(projects -> Answer.of(new BodyIterator<>(projects)));
    }

    private CompletableFuture<Answer> reports(Message message) {
        return targets.project(message)
                .thenCompose(project -> client.projects().reports(project, pageSize))
                .thenApply(reports -> Answer.of(new BodyIterator<>(reports)));
    }
}
