// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunState;
import io.github.camelwandb.simulator.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The sweeps of a project, which are known by their runs only, and what people do to them. */
final class SweepFields {

    private static final Set<String> STATES = Set.of("RUNNING", "PAUSED", "CANCELED", "FINISHED");

    private final Store store;

    SweepFields(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Mutation").fieldWith("upsertSweep", (source, env) -> upsert(RunMutations.input(env)));
        Fields.of(wiring, "Project", Project.class)
                .field("totalSweeps", project -> sweeps(project).size())
                .fieldWith(
                        "sweeps",
                        (project, env) -> Connections.page(
                                List.copyOf(sweeps(project).values()),
                                env.getArgument("first"),
                                env.getArgument("after")))
                .fieldWith("sweep", (project, env) -> sweeps(project).get(env.<String>getArgument("sweepName")));
    }

    private static Map<String, Map<String, Object>> sweeps(Project project) {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (Run run : project.runs()) {
            String sweep = run.details().sweep();
            if (sweep != null) {
                runs.computeIfAbsent(sweep, id -> new ArrayList<>()).add(run);
            }
        }
        Map<String, Map<String, Object>> sweeps = new LinkedHashMap<>();
        runs.forEach((id, members) -> sweeps.put(id, sweep(project, id, members)));
        return sweeps;
    }

    private static Map<String, Object> sweep(Project project, String id, List<Run> runs) {
        boolean active = runs.stream().anyMatch(run -> run.state().isActive());
        String state = Objects.requireNonNullElse(project.sweepState(id), active ? "RUNNING" : "FINISHED");
        return Fields.map(
                "id",
                project.sweepId(id),
                "name",
                id,
                "displayName",
                id,
                "method",
                "random",
                "state",
                state,
                "config",
                "method: random\n",
                "createdAt",
                runs.get(0).createdAt(),
                "updatedAt",
                runs.get(runs.size() - 1).updatedAt(),
                "runCount",
                runs.size());
    }

    /** Only the state of a sweep that is there can be set. */
    private Map<String, Object> upsert(Map<String, Object> input) {
        String id = RunMutations.text(input, "id");
        String state = RunMutations.text(input, "state");
        if (id == null || state == null || !STATES.contains(state)) {
            throw new Refusal(400, "this server only sets the state of sweeps");
        }
        String name = store.setSweepState(id, state);
        if (name == null) {
            throw new Refusal(404, "sweep not found");
        }
        if (state.equals("CANCELED")) {
            store.runsOfSweep(id).stream()
                    .filter(run -> run.state().isActive())
                    .forEach(run -> run.state(RunState.KILLED));
        }
        return Fields.map("sweep", Fields.map("id", id, "name", name, "state", state));
    }
}
