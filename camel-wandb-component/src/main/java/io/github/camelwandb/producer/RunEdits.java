// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.RunChanges;
import io.github.camelwandb.client.WandbClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Operations that change a run. Each answers the run as the server has it afterwards. */
final class RunEdits implements OperationGroup {

    private static final Set<String> TEXTS = Set.of("displayName", "notes", "group", "jobType");
    private static final String TAGS = "tags";

    private final WandbClient client;
    private final Targets targets;

    RunEdits(WandbClient client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(
                WandbOperation.updateConfig,
                this::config,
                WandbOperation.updateSummary,
                this::summary,
                WandbOperation.updateRun,
                this::run);
    }

    private CompletableFuture<Answer> config(Message message) {
        Map<String, @Nullable Object> changes = JsonBody.of(message);
        return targets.run(message)
                .thenCompose(run -> client.updateRun(
                        run, RunChanges.builder().config(changes).build()))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Answer> summary(Message message) {
        Map<String, @Nullable Object> changes = JsonBody.of(message);
        return targets.run(message)
                .thenCompose(run -> client.updateRun(
                        run, RunChanges.builder().summary(changes).build()))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Answer> run(Message message) {
        RunChanges changes = changes(JsonBody.of(message));
        return targets.run(message)
                .thenCompose(run -> client.updateRun(run, changes))
                .thenApply(Answer::of);
    }

    private static RunChanges changes(Map<String, @Nullable Object> body) {
        body.forEach(RunEdits::check);
        Collection<?> tags = (Collection<?>) body.get(TAGS);
        return new RunChanges(
                (String) body.get("displayName"),
                (String) body.get("notes"),
                tags == null
                        ? null
                        : List.copyOf(tags).stream().map(String.class::cast).toList(),
                (String) body.get("group"),
                (String) body.get("jobType"),
                null,
                null);
    }

    private static void check(String key, @Nullable Object value) {
        if (key.equals(TAGS)) {
            if (!(value instanceof Collection<?> tags) || !tags.stream().allMatch(String.class::isInstance)) {
                throw new IllegalArgumentException("tags=" + value
                        + " in the body is not a list of texts, which would be all tags the run then has");
            }
        } else if (!TEXTS.contains(key)) {
            throw new IllegalArgumentException(
                    key + " in the body is nothing that updateRun can change: displayName, notes,"
                            + " tags, group and jobType are; for config and summary there are updateConfig and updateSummary");
        } else if (!(value instanceof String)) {
            throw new IllegalArgumentException(
                    key + "=" + value + " in the body is not a text; an empty text clears it");
        }
    }
}
