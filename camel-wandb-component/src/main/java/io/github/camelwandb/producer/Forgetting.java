// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.ReadCache;
import io.github.camelwandb.client.model.ProjectPath;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** An operation that changes something, or may have where it fails: what was read before is forgotten before the route goes on. */
record Forgetting(WandbOperation name, Operation operation, ReadCache cache, Targets targets) implements Operation {

    @Override
    public CompletableFuture<Answer> perform(Message message) {
        return operation.perform(message).whenComplete((answer, failure) -> forget(message));
    }

    private void forget(Message message) {
        if (cache.isEmpty()) {
            return;
        }
        ProjectPath project = name == WandbOperation.graphql ? null : project(message);
        if (project == null) {
            cache.clear();
        } else {
            cache.forget(project, isAboutARun() ? targets.namedRunId(message) : null);
        }
    }

    private boolean isAboutARun() {
        return name != WandbOperation.createProject && name != WandbOperation.updateSweep;
    }

    /** Which the operation has found out; null if it could not. */
    private @Nullable ProjectPath project(Message message) {
        CompletableFuture<ProjectPath> project = targets.project(message);
        return project.isDone() && !project.isCompletedExceptionally() ? project.join() : null;
    }
}
