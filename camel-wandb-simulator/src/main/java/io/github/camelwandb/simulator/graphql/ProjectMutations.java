// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Store;
import java.util.Map;

/** Creates, edits and deletes projects. */
final class ProjectMutations {

    private final Store store;

    ProjectMutations(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Mutation")
                .fieldWith("upsertModel", (source, env) -> upsert(RunMutations.input(env)))
                .fieldWith("deleteModel", (source, env) -> delete(RunMutations.input(env)));
    }

    private Map<String, Object> upsert(Map<String, Object> input) {
        String entity = RunMutations.text(input, "entityName");
        String name = RunMutations.text(input, "name");
        if (name == null || name.isEmpty()) {
            throw new Refusal(400, "a project needs a name");
        }
        if (entity != null && !store.hasEntity(entity)) {
            throw new Refusal(404, "entity " + entity + " not found");
        }
        boolean known = store.project(entity, name) != null;
        Project project = store.createProject(entity, name);
        String description = RunMutations.text(input, "description");
        if (description != null) {
            project.description(description);
        }
        return Fields.map("project", project, "model", project, "inserted", !known);
    }

    private Map<String, Object> delete(Map<String, Object> input) {
        Project project = store.projectById(String.valueOf(input.get("id")));
        if (project == null) {
            throw new Refusal(404, "project not found");
        }
        store.deleteProject(project);
        return RunMutations.success(input);
    }
}
