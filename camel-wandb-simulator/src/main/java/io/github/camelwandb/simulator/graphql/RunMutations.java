// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Alert;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunState;
import io.github.camelwandb.simulator.store.Store;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What writers and people do to a run, apart from creating and editing it. */
final class RunMutations {

    private static final Set<RunState> MAY_BECOME_PENDING =
            Set.of(RunState.RUNNING, RunState.FAILED, RunState.CRASHED, RunState.PREEMPTED);
    private static final Set<RunState> MAY_BECOME_FAILED = Set.of(RunState.PENDING, RunState.RUNNING);

    private final Store store;

    RunMutations(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Mutation")
                .fieldWith("rewindRun", (source, env) -> rewind(input(env)))
                .fieldWith("deleteRun", (source, env) -> delete(input(env)))
                .fieldWith("stopRun", (source, env) -> stop(input(env)))
                .fieldWith("updateRunState", (source, env) -> updateState(input(env)))
                .fieldWith("notifyScriptableRunAlert", (source, env) -> alert(input(env)));
    }

    /** The input object of a mutation, from a caller who may write. */
    static Map<String, Object> input(DataFetchingEnvironment env) {
        if (!Fields.caller(env).known()) {
            throw new Refusal(401, "user is not logged in");
        }
        Map<String, Object> input = env.getArgument("input");
        return input == null ? Map.of() : input;
    }

    static @Nullable String text(Map<String, Object> input, String name) {
        Object value = input.get(name);
        return value == null ? null : value.toString();
    }

    private Run runById(Map<String, Object> input) {
        String id = String.valueOf(input.get("id"));
        Run run = store.runByStorageId(id);
        if (run == null) {
            throw new Refusal(404, "run not found");
        }
        return run;
    }

    /** The run that entityName, projectName and runName name. */
    static Run runByName(Store store, Map<String, Object> input) {
        Project project = store.project(text(input, "entityName"), String.valueOf(text(input, "projectName")));
        Run run = project == null ? null : project.run(String.valueOf(text(input, "runName")));
        if (run == null) {
            throw new Refusal(404, "run not found");
        }
        return run;
    }

    static Map<String, Object> success(Map<String, Object> input) {
        return Fields.map("success", true, "clientMutationId", input.get("clientMutationId"));
    }

    private Map<String, Object> rewind(Map<String, Object> input) {
        Run run = runByName(store, input);
        if (!"_step".equals(text(input, "metricName"))) {
            throw new Refusal(400, "runs can be rewound to a _step only");
        }
        if (run.state().isActive()) {
            throw new Refusal(400, "cannot rewind a run that is not in a terminal state");
        }
        run.rewind(((Number) java.util.Objects.requireNonNull(input.get("metricValue"))).longValue());
        return Fields.map("rewoundRun", run, "clientMutationId", input.get("clientMutationId"));
    }

    private Map<String, Object> delete(Map<String, Object> input) {
        Run run = runById(input);
        run.project().deleteRun(run.runId());
        if (Boolean.TRUE.equals(input.get("deleteArtifacts"))) {
            store.artifacts().loggedBy(run).forEach(store.artifacts()::delete);
        }
        return Fields.map("clientMutationId", input.get("clientMutationId"));
    }

    private Map<String, Object> stop(Map<String, Object> input) {
        runById(input).requestStop();
        return success(input);
    }

    private Map<String, Object> updateState(Map<String, Object> input) {
        Run run = runById(input);
        boolean allowed = switch (String.valueOf(text(input, "state"))) {
            case "pending" -> MAY_BECOME_PENDING.contains(run.state());
            case "failed" -> MAY_BECOME_FAILED.contains(run.state());
            default -> false;
        };
        if (!allowed || run.details().sweep() != null) {
            throw new Refusal(400, "invalid state transition");
        }
        run.state(RunState.of(String.valueOf(text(input, "state"))));
        return success(input);
    }

    private Map<String, Object> alert(Map<String, Object> input) {
        String severity = text(input, "severity");
        runByName(store, input)
                .alert(new Alert(
                        String.valueOf(text(input, "title")),
                        String.valueOf(text(input, "text")),
                        severity == null ? "INFO" : severity,
                        input.get("waitDuration") instanceof Number millis ? millis.longValue() : 0));
        return success(input);
    }
}
