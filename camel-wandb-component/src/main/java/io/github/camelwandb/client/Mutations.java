// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.Sweep;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.Variables;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What makes, ends and removes runs, projects and sweeps. None of it is tried again where it may have been done: whoever gets an error looks
 * first. Safe for several threads.
 */
public final class Mutations {

    private static final int GONE = 410;

    private final WandbClient client;
    private final Queries queries;
    private final BiFunction<RunPath, JsonNode, Run> reader;
    private final ProjectReader projects;

    /** @param reader makes a run of what the server answers */
    Mutations(WandbClient client, Queries queries, BiFunction<RunPath, JsonNode, Run> reader, ProjectReader projects) {
        this.client = client;
        this.queries = queries;
        this.reader = reader;
        this.projects = projects;
    }

    /**
     * Makes a run, which is running then.
     *
     * @return fails with {@link WandbNotFoundException} if there is no such project, or such a run was deleted, and with
     *     {@link WandbConflictException} if there is such a run: W&amp;B itself would make the project, and change the run
     */
    public CompletableFuture<Run> createRun(RunPath path, NewRun run) {
        CompletableFuture<Boolean> isFree = Futures.then(client.findRun(path, Projection.LIGHT), found -> {
            if (found.isPresent()) {
                throw exists(path);
            }
            return true;
        });
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("displayName", run.displayName());
        variables.put("notes", run.notes());
        variables.put("tags", run.tags());
        variables.put("groupName", run.group());
        variables.put("jobType", run.jobType());
        variables.put("config", config(run.config()));
        return Futures.thenAsk(
                isFree,
                free -> Futures.explained(
                        queries.change("CreateRun", variables, path, data -> created(path, data)),
                        failure -> isGone(failure) ? wasDeleted(path, failure) : failure));
    }

    /** There is no run to be gone before this one is made, so it is one of before. */
    private static boolean isGone(Throwable failure) {
        return failure instanceof WandbException refusal && refusal.status().orElse(0) == GONE;
    }

    private static WandbNotFoundException wasDeleted(RunPath path, Throwable failure) {
        String said = ((WandbException) failure).serverMessage();
        return new WandbNotFoundException(
                "The id of run " + path
                        + " was that of a run that was deleted, and W&B does not let it be used again (HTTP " + GONE
                        + (said == null || said.isEmpty() ? "" : ": " + said)
                        + "): choose another run id, or none for a new one",
                new Details(GONE, "CreateRun", path.toString(), said),
                failure);
    }

    private static @Nullable String config(Map<String, @Nullable Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        ObjectNode config = ServerJson.newObject();
        values.forEach((key, value) -> config.putObject(key).set("value", ServerJson.valueOf(value)));
        return ServerJson.text(config);
    }

    /** Of the answer, and not of another look at the run: that could fail although there is the run. */
    private Run created(RunPath path, JsonNode data) {
        JsonNode answer = data.path("upsertBucket");
        JsonNode bucket = answer.path("bucket");
        if (!bucket.isObject()) {
            throw refused("CreateRun", path);
        }
        if (answer.has("inserted") && !answer.path("inserted").asBoolean(true)) {
            throw exists(path);
        }
        return reader.apply(path, bucket);
    }

    private static WandbConflictException exists(RunPath path) {
        return new WandbConflictException(
                "Run " + path + " is there already: choose another run id, or none for a new one",
                Details.of(path.toString()),
                null);
    }

    private CompletableFuture<Run> theRun(RunPath path) {
        return Futures.then(
                client.run(path),
                run -> run.orElseThrow(() -> WandbNotFoundException.run(path, Details.of(path.toString()))));
    }

    /** Asks whoever writes to the run to stop, which it may do when it next says something. */
    public CompletableFuture<Run> stopRun(RunPath path) {
        return Futures.thenAsk(
                theRun(path),
                run -> Futures.then(
                        queries.ask(
                                "StopRun",
                                Map.of("id", run.storageId()),
                                path,
                                data -> done(data, "stopRun", "StopRun", path)),
                        done -> run));
    }

    /** Removes the run, which cannot be undone; its id cannot be used again. */
    public CompletableFuture<Run> deleteRun(RunPath path) {
        return Futures.thenAsk(
                theRun(path),
                run -> Futures.then(
                        queries.change("DeleteRun", Map.of("id", run.storageId()), path, data -> {
                            if (!data.path("deleteRun").isObject()) {
                                throw refused("DeleteRun", path);
                            }
                            return true;
                        }),
                        done -> run));
    }

    /** Takes away all rows behind a step, of a run that is not running. */
    public CompletableFuture<Run> rewindRun(RunPath path, long step) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("step", step);
        return queries.change("RewindRun", variables, path, data -> {
            JsonNode rewound = data.path("rewindRun").path("rewoundRun");
            if (!rewound.isObject()) {
                throw refused("RewindRun", path);
            }
            return reader.apply(path, rewound); // another look could fail, and who asks again would rewind again
        });
    }

    /** Tells people of a run. */
    public CompletableFuture<Boolean> alert(RunPath path, Alert alert) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("title", alert.title());
        variables.put("text", alert.text());
        variables.put("severity", alert.severity().name());
        variables.put(
                "waitDuration",
                alert.waitDuration() == null ? null : alert.waitDuration().toMillis());
        return queries.change(
                "CreateAlert", variables, path, data -> done(data, "notifyScriptableRunAlert", "CreateAlert", path));
    }

    /**
     * Makes a project, or answers the one that is there, which is not changed.
     *
     * @param description of a new one, null for none
     * @return fails with {@link WandbNotFoundException} if there is no such entity
     */
    public CompletableFuture<Project> createProject(ProjectPath path, @Nullable String description) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("description", description);
        return Futures.thenAsk(
                client.project(path),
                found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found.get())
                        : queries.ask(
                                "CreateProject",
                                variables,
                                path,
                                data -> { // once more makes no other one
                                    JsonNode made = data.path("upsertModel").path("project");
                                    if (!made.isObject()) {
                                        throw refused("CreateProject", path);
                                    }
                                    return projects.project(path, made);
                                }));
    }

    /**
     * Pauses, resumes or ends a sweep; one that is in the state already is left as it is.
     *
     * @return fails with {@link WandbNotFoundException} if there is no such sweep, and with {@link WandbBadRequestException} if its state
     *     does not allow it
     */
    public CompletableFuture<Sweep> updateSweep(ProjectPath project, String sweepId, SweepAction action) {
        return Futures.thenAsk(theSweep(project, sweepId), sweep -> {
            if (sweep.state().equals(action.state())) {
                return CompletableFuture.completedFuture(sweep);
            }
            if (!action.isPossibleIn(sweep.state())) {
                throw new WandbBadRequestException(
                        "Sweep " + sweepId + " of " + project + " is " + sweep.state()
                                + ", so that there is nothing to " + action,
                        Details.of(project + "/" + sweepId),
                        null);
            }
            Map<String, @Nullable Object> variables = Variables.of(project);
            variables.put("id", sweep.storageId());
            variables.put("state", action.state());
            return Futures.thenAsk(
                    queries.ask("UpdateSweep", variables, project + "/" + sweepId, data -> {
                        if (!data.path("upsertSweep").path("sweep").isObject()) {
                            throw refused("UpdateSweep", project + "/" + sweepId);
                        }
                        return true;
                    }),
                    done -> theSweep(project, sweepId));
        });
    }

    private CompletableFuture<Sweep> theSweep(ProjectPath project, String sweepId) {
        return Futures.then(
                client.projects().sweep(project, sweepId),
                sweep -> sweep.orElseThrow(
                        () -> WandbNotFoundException.sweep(project, sweepId, Details.of(project + "/" + sweepId))));
    }

    private static boolean done(JsonNode data, String field, String operation, Object about) {
        if (!data.path(field).path("success").asBoolean(false)) {
            throw refused(operation, about);
        }
        return true;
    }

    private static WandbPermissionException refused(String operation, Object about) {
        return new WandbPermissionException(
                "The server did not do " + operation + " of " + about
                        + ", and did not say why: check that the key may do it",
                Queries.answered(operation, about),
                null);
    }
}
