// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunState;
import io.github.camelwandb.simulator.store.Store;
import io.github.camelwandb.simulator.store.Sweep;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sweeps of a project, and what people do to them. */
final class SweepFields {

    private static final Set<String> STATES = Set.of("RUNNING", "PAUSED", "CANCELED", "FINISHED");

    private final Store store;

    /** A sweep where it is. */
    private record Placed(Project project, Sweep sweep) {

        private static @Nullable Placed of(Project project, @Nullable Sweep sweep) {
            return sweep == null ? null : new Placed(project, sweep);
        }

        private List<Run> runs() {
            return project.runsOf(sweep);
        }

        private String state() {
            boolean active = runs().isEmpty()
                    || runs().stream().anyMatch(run -> run.state().isActive());
            return Objects.requireNonNullElse(sweep.state(), active ? "RUNNING" : "FINISHED");
        }
    }

    SweepFields(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Mutation").fieldWith("upsertSweep", (source, env) -> upsert(RunMutations.input(env)));
        Fields.of(wiring, "Project", Project.class)
                .field("totalSweeps", project -> project.sweeps().size())
                .fieldWith(
                        "sweeps",
                        (project, env) -> Connections.page(
                                project.sweeps().values().stream()
                                        .map(sweep -> new Placed(project, sweep))
                                        .toList(),
                                env.getArgument("first"),
                                env.getArgument("after")))
                .fieldWith(
                        "sweep",
                        (project, env) ->
                                Placed.of(project, project.sweeps().get(env.<String>getArgument("sweepName"))));
        Fields.of(wiring, "Sweep", Placed.class)
                .field("id", placed -> placed.project.sweepId(placed.sweep.id()))
                .field("name", placed -> placed.sweep.id())
                .field("project", Placed::project)
                .field("displayName", placed -> placed.sweep.displayName())
                .field("description", placed -> placed.sweep.description())
                .field("method", placed -> placed.sweep.method())
                .field("state", Placed::state)
                .field("config", placed -> placed.sweep.config())
                .field("createdAt", placed -> placed.sweep.createdAt())
                .field(
                        "updatedAt",
                        placed -> placed.runs().stream()
                                .map(Run::updatedAt)
                                .reduce((earlier, later) -> later)
                                .orElse(placed.sweep.createdAt()))
                .field("runCount", placed -> placed.runs().size());
    }

    private Map<String, Object> upsert(Map<String, Object> input) {
        String id = RunMutations.text(input, "id");
        String state = RunMutations.text(input, "state");
        if (state != null && !STATES.contains(state)) {
            throw new Refusal(400, "invalid sweep state " + state);
        }
        Placed before = id == null ? made(input) : known(id);
        Sweep after = state == null ? before.sweep : before.sweep.in(state);
        before.project.put(after);
        Placed now = new Placed(before.project, after);
        if ("CANCELED".equals(state)) {
            now.runs().stream().filter(run -> run.state().isActive()).forEach(run -> run.state(RunState.KILLED));
        }
        return Fields.map("sweep", now, "configValidationWarnings", List.of());
    }

    private Placed known(String id) {
        Map.Entry<Project, Sweep> found = store.sweepById(id);
        if (found == null) {
            throw new Refusal(404, "sweep not found");
        }
        return new Placed(found.getKey(), found.getValue());
    }

    private Placed made(Map<String, Object> input) {
        String name = RunMutations.text(input, "projectName");
        String config = RunMutations.text(input, "config");
        if (name == null || config == null) {
            throw new Refusal(400, "a sweep needs a project and a configuration");
        }
        Project project = store.createProject(RunMutations.text(input, "entityName"), name);
        String id = String.format(Locale.ROOT, "sweep%03d", project.sweeps().size() + 1);
        return new Placed(
                project,
                new Sweep(
                        id,
                        RunMutations.text(input, "displayName"),
                        RunMutations.text(input, "description"),
                        config,
                        null,
                        store.clock().instant().truncatedTo(ChronoUnit.SECONDS)));
    }
}
