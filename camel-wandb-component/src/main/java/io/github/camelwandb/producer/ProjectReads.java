// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.ReadCache.Question;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.ProjectPath;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that read projects and their reports. */
final class ProjectReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final int pageSize;
    private final CachedReads cached;

    ProjectReads(WandbClient client, WandbConfiguration configuration, Targets targets, CachedReads cached) {
        this.client = client;
        this.targets = targets;
        this.pageSize = configuration.getPageSize();
        this.cached = cached;
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
                .thenCompose(path -> cached.read(new Question("getProject", path, null, ""), () -> ask(path)))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Project> ask(ProjectPath path) {
        return client.project(path)
                .thenApply(project ->
                        project.orElseThrow(() -> WandbNotFoundException.project(path, Details.of(path.toString()))));
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
