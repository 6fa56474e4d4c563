// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunDetails;
import io.github.camelwandb.simulator.store.RunState;
import io.github.camelwandb.simulator.store.Store;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Creates a run (and its project) or edits one. A member that is null or missing is left alone; config, summary and tags are
 * replaced as a whole.
 */
final class UpsertBucket {

    private static final String DEFAULT_PROJECT = "uncategorized";

    private final Store store;
    private final RandomGenerator random;

    private record Target(Run run, boolean inserted) {}

    UpsertBucket(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Mutation").fieldWith("upsertBucket", (source, env) -> upsert(env));
    }

    private Map<String, Object> upsert(DataFetchingEnvironment env) {
        Map<String, Object> input = RunMutations.input(env);
        JsonText config = object(input, "config");
        JsonText summary = object(input, "summaryMetrics");
        Target target = target(input);
        Run run = target.run();
        edit(run, input, config, summary);
        if (target.inserted()) {
            String user = store.defaultEntity();
            run.edit(details -> details.username(user));
            run.watch();
            copyHistoryOfParent(run);
        }
        String state = RunMutations.text(input, "state");
        if (state != null) {
            run.state(state(state));
            run.watch();
        }
        return Fields.map(
                "bucket", run, "inserted", target.inserted(), "clientMutationId", input.get("clientMutationId"));
    }

    private Target target(Map<String, Object> input) {
        String id = RunMutations.text(input, "id");
        if (id != null && !id.isEmpty()) {
            Run run = store.runByStorageId(id);
            if (run == null) {
                throw new Refusal(410, "run not found or deleted");
            }
            return new Target(run, false);
        }
        String entity = RunMutations.text(input, "entityName");
        String owner = entity == null || entity.isEmpty() ? store.defaultEntity() : entity;
        if (!store.hasEntity(owner)) {
            throw new Refusal(404, "entity " + owner + " not found during upsertBucket");
        }
        String model = RunMutations.text(input, "modelName");
        Project project = store.createProject(owner, model == null || model.isEmpty() ? DEFAULT_PROJECT : model);
        String name = RunMutations.text(input, "name");
        return target(project, name == null || name.isEmpty() ? generateRunId() : name);
    }

    private static Target target(Project project, String runId) {
        if (project.wasDeleted(runId)) {
            throw new Refusal(410, "run " + runId + " was previously created and deleted; try a new run name");
        }
        Run known = project.run(runId);
        return known == null ? new Target(project.createRun(runId), true) : new Target(known, false);
    }

    private String generateRunId() {
        StringBuilder id = new StringBuilder();
        synchronized (random) {
            random.ints(8, 0, 36).forEach(digit -> id.append(Character.forDigit(digit, 36)));
        }
        return id.toString();
    }

    private static @Nullable JsonText object(Map<String, Object> input, String name) {
        String text = RunMutations.text(input, name);
        try {
            return text == null ? null : JsonText.of(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "invalid " + name + ": " + e.getMessage());
        }
    }

    private static RunState state(String text) {
        try {
            return RunState.of(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "invalid state");
        }
    }

    private static void edit(
            Run run, Map<String, Object> input, @Nullable JsonText config, @Nullable JsonText summary) {
        run.edit(details -> {
            set(input, "displayName", details::displayName);
            set(input, "notes", details::notes);
            set(input, "description", details::description);
            set(input, "groupName", details::group);
            set(input, "jobType", details::jobType);
            set(input, "sweep", details::sweep);
            set(input, "commit", details::commit);
            set(input, "host", details::host);
            set(input, "jobProgram", details::program);
            tags(input, details);
            if (config != null) {
                details.config(config);
            }
            if (summary != null) {
                details.summary(summary);
            }
        });
    }

    private static void set(Map<String, Object> input, String name, Consumer<String> setter) {
        String value = RunMutations.text(input, name);
        if (value != null) {
            setter.accept(value);
        }
    }

    private static void tags(Map<String, Object> input, RunDetails details) {
        if (input.get("tags") instanceof List<?> tags) {
            details.tags(tags.stream().map(String::valueOf).toList());
        }
    }

    /** A fork starts with its parent's rows up to the branch point. */
    private static void copyHistoryOfParent(Run run) {
        JsonNode branch =
                run.details().config().tree().path("_wandb").path("value").path("branch_point");
        Run parent = run.project().run(branch.path("run_id").asText(""));
        if (parent != null && parent != run) {
            long step = branch.path("step").asLong();
            parent.history().inOrderWritten().stream()
                    .filter(row -> row.step() <= step)
                    .forEach(run.history()::append);
        }
    }
}
