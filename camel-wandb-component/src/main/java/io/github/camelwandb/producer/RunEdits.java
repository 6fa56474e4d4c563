// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.UpdateMode;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.RunChanges;
import io.github.camelwandb.client.UpdatedRun;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.RunPath;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operations that change a run. Each answers the run as the server has it afterwards. */
final class RunEdits implements OperationGroup {

    private static final Logger LOG = LoggerFactory.getLogger(RunEdits.class);

    private static final Set<String> FIELDS =
            Set.of("displayName", "notes", "tags", "addTags", "removeTags", "group", "jobType");

    private static final Set<String> INTERNAL = Set.of("_wandb", "wandb_version");

    private final WandbClient client;
    private final Targets targets;
    private final UpdateMode mode;

    RunEdits(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        this.mode = configuration.getUpdateMode();
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
        Map<String, @Nullable Object> values = values(message);
        RunChanges.Builder changes = RunChanges.builder();
        return update(message, (isReplacing(message) ? changes.replaceConfig(values) : changes.config(values)).build());
    }

    private CompletableFuture<Answer> summary(Message message) {
        Map<String, @Nullable Object> values = values(message);
        RunChanges.Builder changes = RunChanges.builder();
        return update(
                message, (isReplacing(message) ? changes.replaceSummary(values) : changes.summary(values)).build());
    }

    private static Map<String, @Nullable Object> values(Message message) {
        Map<String, @Nullable Object> values = JsonBody.of(message);
        for (String key : values.keySet()) {
            if (key.isBlank() || INTERNAL.contains(key)) {
                throw new IllegalArgumentException("'" + key + "' in the body is no name that can be set: "
                        + (key.isBlank() ? "name what is meant" : "it is W&B's own"));
            }
        }
        return values;
    }

    /** What takes other entries away is destructive: no message chooses it. */
    private boolean isReplacing(Message message) {
        if (mode == UpdateMode.replace && message.getHeader(WandbConstants.OPERATION) != null) {
            throw new IllegalArgumentException(
                    "The header " + WandbConstants.OPERATION
                            + " cannot choose to replace all entries, as updateMode=replace says: set the option operation instead");
        }
        return mode == UpdateMode.replace;
    }

    private CompletableFuture<Answer> run(Message message) {
        BodyFields fields = new BodyFields(JsonBody.of(message), WandbOperation.updateRun, FIELDS);
        RunChanges changes = new RunChanges(
                fields.textIfThere("displayName"),
                fields.textIfThere("notes"),
                fields.isThere("tags") ? fields.filledTexts("tags") : null,
                fields.filledTexts("addTags"),
                fields.texts("removeTags"),
                fields.textIfThere("group"),
                fields.textIfThere("jobType"),
                null,
                null);
        return update(message, changes);
    }

    private CompletableFuture<Answer> update(Message message, RunChanges changes) {
        CompletableFuture<RunPath> target =
                mode == UpdateMode.replace ? targets.runToDestroy(message) : targets.run(message);
        return target.thenCompose(path -> client.updateRun(path, changes).thenApply(updated -> answer(path, updated)));
    }

    private static Answer answer(RunPath path, UpdatedRun updated) {
        if (!updated.run().state().isInactive()) {
            LOG.warn(
                    "Run {} is {}: the process that writes to it may put back what it knows",
                    path,
                    updated.run().state());
        }
        return new Answer(updated.run(), updated.isConflicting() ? Map.of(WandbConstants.CONFLICT, true) : Map.of());
    }
}
