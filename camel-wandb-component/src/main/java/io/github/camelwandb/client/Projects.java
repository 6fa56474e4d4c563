// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Report;
import io.github.camelwandb.client.model.Sweep;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.Page;
import io.github.camelwandb.client.transport.PageIterator;
import io.github.camelwandb.client.transport.Variables;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Projects, and what is in them besides runs. Every answer is a future that fails with a {@link WandbException}, never wrapped. A list
 * comes once its first page is there; the others are read as they are asked for, which blocks and may throw {@link WandbException}. Safe
 * for several threads.
 */
public final class Projects {

    private final Queries queries;
    private final ProjectReader reader;

    Projects(Queries queries, AppUrls urls) {
        this.queries = queries;
        this.reader = new ProjectReader(urls);
    }

    /** The project; empty if there is none or the key may not see it. */
    public CompletableFuture<Optional<Project>> find(ProjectPath path) {
        return queries.ask("Project", Variables.of(path), path, data -> {
            JsonNode node = data.path("project");
            return node.isObject() ? Optional.of(reader.project(path, node)) : Optional.empty();
        });
    }

    /**
     * The projects of an entity; fails with {@link WandbNotFoundException} if there is no such entity or the key may not see it.
     *
     * @param pageSize how many in one request
     */
    public CompletableFuture<Iterator<Project>> list(String entity, int pageSize) {
        CompletableFuture<Page<Project>> first = Futures.thenAsk(
                page(entity, pageSize, null),
                page -> page.elements().isEmpty() && page.nextCursor() == null
                        ? requireEntity(entity, page) // an unknown entity has no projects either
                        : CompletableFuture.completedFuture(page));
        return Futures.then(
                first,
                page -> new PageIterator<>(
                        page,
                        cursor -> page(entity, pageSize, cursor),
                        project -> project.path().project()));
    }

    private CompletableFuture<Page<Project>> page(String entity, int pageSize, @Nullable String cursor) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("entity", entity);
        return queries.ask(
                "Projects",
                paged(variables, pageSize, cursor),
                entity,
                data -> Page.of(
                        data.path("models"),
                        cursor,
                        node -> reader.project(
                                new ProjectPath(entity, node.path("name").asText()), node),
                        Queries.answered("Projects", entity)));
    }

    private CompletableFuture<Page<Project>> requireEntity(String entity, Page<Project> empty) {
        return queries.ask("Entity", Map.of("entity", entity), entity, data -> {
            if (!data.path("entity").isObject()) {
                throw WandbNotFoundException.entity(entity, Queries.answered("Entity", entity));
            }
            return empty;
        });
    }

    /**
     * The sweep of this id; empty if its project is there and has no such sweep. Fails with {@link WandbNotFoundException} if there is no
     * such project or the key may not see it.
     */
    public CompletableFuture<Optional<Sweep>> sweep(ProjectPath project, String sweepId) {
        Map<String, @Nullable Object> variables = Variables.of(project);
        variables.put("sweepId", sweepId);
        return Futures.thenAsk(
                sweep("Sweep", project, variables),
                CompletableFuture::completedFuture,
                failure -> failure instanceof WandbServerIncompatibleException
                        ? sweep("LegacySweep", project, variables)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Optional<Sweep>> sweep(
            String document, ProjectPath project, Map<String, @Nullable Object> variables) {
        return queries.askProject(document, variables, project, data -> {
            JsonNode node = data.path("sweep");
            return node.isObject() ? Optional.of(reader.sweep(project, node)) : Optional.empty();
        });
    }

    /**
     * The sweeps of a project; fails with {@link WandbNotFoundException} if there is no such project or the key may not see it.
     *
     * @param pageSize how many in one request
     */
    public CompletableFuture<Iterator<Sweep>> sweeps(ProjectPath project, int pageSize) {
        return list(project, "Sweeps", "sweeps", pageSize, node -> reader.sweep(project, node), Sweep::id);
    }

    /**
     * The reports of a project; fails with {@link WandbNotFoundException} if there is no such project or the key may not see it.
     *
     * @param pageSize how many in one request
     */
    public CompletableFuture<Iterator<Report>> reports(ProjectPath project, int pageSize) {
        return list(project, "Reports", "allViews", pageSize, node -> reader.report(project, node), Report::id);
    }

    private <T> CompletableFuture<Iterator<T>> list(
            ProjectPath project,
            String document,
            String field,
            int pageSize,
            Function<JsonNode, T> element,
            Function<T, String> key) {
        Function<@Nullable String, CompletableFuture<Page<T>>> pages = cursor -> queries.askProject(
                document,
                paged(Variables.of(project), pageSize, cursor),
                project,
                data -> Page.of(data.path(field), cursor, element, Queries.answered(document, project)));
        return Futures.then(pages.apply(null), first -> new PageIterator<>(first, pages::apply, key));
    }

    private static Map<String, @Nullable Object> paged(
            Map<String, @Nullable Object> variables, int pageSize, @Nullable String cursor) {
        variables.put("first", pageSize);
        variables.put("after", cursor);
        return variables;
    }
}
