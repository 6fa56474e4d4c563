// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.filter.RunFilter;
import io.github.camelwandb.simulator.filter.RunOrder;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Projects and their lists of runs. */
final class ProjectFields {

    private final Store store;

    ProjectFields(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Query")
                .fieldWith("project", (source, env) -> project(env))
                .fieldWith("model", (source, env) -> project(env))
                .fieldWith("models", (source, env) -> projects(env, env.getArgument("entityName")));
        Fields.of(wiring, "Entity", Map.class)
                .fieldWith("projects", (entity, env) -> projects(env, String.valueOf(entity.get("name"))));
        Fields.of(wiring, "Project", Project.class)
                .field("id", Project::id)
                .field("internalId", Project::internalId)
                .field("name", Project::name)
                .field("entityName", Project::entity)
                .field("entity", project -> Fields.map("id", "entity-" + project.entity(), "name", project.entity()))
                .field("description", Project::description)
                .field("access", project -> "USER_READ")
                .field("views", project -> "{}")
                .field("createdAt", Project::createdAt)
                .field("updatedAt", Project::createdAt)
                .field("isBenchmark", project -> false)
                .field("readOnly", project -> false)
                .field("user", project -> RunFields.user(store.defaultEntity()))
                .field("totalRuns", project -> visible(project, null).size())
                .fieldWith(
                        "runCount",
                        (project, env) ->
                                visible(project, env.getArgument("filters")).size())
                .fieldWith("run", (project, env) -> run(project, env))
                .fieldWith("bucket", (project, env) -> run(project, env))
                .fieldWith("runs", ProjectFields::runs);
    }

    private @Nullable Project project(DataFetchingEnvironment env) {
        String name = env.getArgument("name");
        return name == null || !Fields.caller(env).known() ? null : store.project(env.getArgument("entityName"), name);
    }

    private @Nullable Map<String, Object> projects(DataFetchingEnvironment env, @Nullable String entityName) {
        if (!Fields.caller(env).known()) {
            return null;
        }
        String entity = entityName == null ? store.defaultEntity() : entityName;
        return Connections.page(store.projects(entity), env.getArgument("first"), env.getArgument("after"));
    }

    private static @Nullable Run run(Project project, DataFetchingEnvironment env) {
        String name = env.getArgument("name");
        return name == null ? null : project.run(name);
    }

    private static List<Run> visible(Project project, @Nullable String filters) {
        RunFilter filter = RunFilter.parse(filters);
        return project.runs().stream()
                .filter(run -> !run.hidden())
                .filter(filter)
                .toList();
    }

    private static Map<String, Object> runs(Project project, DataFetchingEnvironment env) {
        RunFilter filter = RunFilter.parse(env.getArgument("filters"));
        RunOrder order = RunOrder.parse(env.getArgument("order"));
        List<Run> matching = project.runs().stream().filter(filter).toList();
        return Connections.page(
                order.sort(matching), env.getArgument("first"), env.getArgument("after"), run -> !run.hidden());
    }
}
