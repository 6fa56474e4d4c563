// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Report;
import io.github.camelwandb.simulator.store.Store;
import java.util.List;
import java.util.Map;

/** The views of a project, of which there are only reports: W&amp;B calls their type {@code runs}. */
final class ViewFields {

    private static final String REPORTS = "runs";

    private final Store store;

    ViewFields(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "Project", Project.class).fieldWith("allViews", ViewFields::views);
        Fields.root(wiring, "Mutation").fieldWith("upsertView", (source, env) -> upsert(RunMutations.input(env)));
        Fields.of(wiring, "View", Report.class)
                .field("id", Report::id)
                .field("name", Report::id)
                .field("type", report -> REPORTS)
                .field("displayName", Report::title)
                .field("description", Report::description)
                .field("project", Report::project)
                .field("user", report -> RunFields.user(store.defaultEntity()))
                .field("spec", Report::spec)
                .field("createdAt", Report::createdAt)
                .field("updatedAt", Report::createdAt);
    }

    /** Makes a report; drafts and changes are for browsers. */
    private Map<String, Object> upsert(Map<String, Object> input) {
        Project project =
                store.project(RunMutations.text(input, "entityName"), String.valueOf(input.get("projectName")));
        if (project == null) {
            throw new Refusal(404, "project not found");
        }
        if (input.get("id") != null || !REPORTS.equals(input.get("type"))) {
            throw new Refusal(501, "only new reports can be made");
        }
        Report report = project.addReport(
                String.valueOf(input.get("displayName")),
                RunMutations.text(input, "description"),
                String.valueOf(input.get("spec")));
        return Fields.map("view", report, "inserted", true);
    }

    private static Map<String, Object> views(Project project, DataFetchingEnvironment env) {
        String name = env.getArgument("viewName");
        List<Report> reports = REPORTS.equals(env.getArgument("viewType")) ? project.reports() : List.of();
        List<Report> meant = reports.stream()
                .filter(report -> name == null || name.equals(report.id()))
                .toList();
        return Connections.page(meant, env.getArgument("first"), env.getArgument("after"));
    }
}
