// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The operation that makes projects. */
final class ProjectWrites implements OperationGroup {

    private static final Set<String> FIELDS = Set.of("description");

    private final WandbClient client;
    private final Targets targets;

    ProjectWrites(WandbClient client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.createProject, this::create);
    }

    private CompletableFuture<Answer> create(Message message) {
        Map<String, @Nullable Object> body = JsonBody.orNothing(message);
        String description = new BodyFields(body, WandbOperation.createProject, FIELDS).text("description");
        return targets.project(message)
                .thenCompose(project -> client.mutations().createProject(project, description))
                .thenApply(Answer::of);
    }
}
