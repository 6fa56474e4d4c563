// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.Variables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One query of runs, page by page. */
final class RunListing {

    /** Whoever sees nothing new on that many pages in a row is taken to ask a server that goes in circles. */
    private static final int MAX_STALE_PAGES = 1000;

    private final Queries queries;
    private final AppUrls urls;
    private final RunMetadata metadata;
    private final RunQuery query;
    private final @Nullable RunFilter counted;

    RunListing(Queries queries, AppUrls urls, RunMetadata metadata, RunQuery query) {
        this(queries, urls, metadata, query, null);
    }

    /** @param counted which runs to count with each page, null for none */
    RunListing(Queries queries, AppUrls urls, RunMetadata metadata, RunQuery query, @Nullable RunFilter counted) {
        this.queries = queries;
        this.urls = urls;
        this.metadata = metadata;
        this.query = query;
        this.counted = counted;
    }

    /** The first page from the cursor on that has runs, or the last one. */
    CompletableFuture<RunPage> page(@Nullable String cursor) {
        CompletableFuture<RunPage> result = new CompletableFuture<>();
        walk(cursor, result, page -> {
            if (page.nextCursor() != null && page.runs().isEmpty()) {
                return false;
            }
            result.complete(page);
            return true;
        });
        return result;
    }

    /** All runs, each once: pages shift while runs come and go. */
    CompletableFuture<List<Run>> all() {
        CompletableFuture<List<Run>> result = new CompletableFuture<>();
        Map<String, Run> runs = new LinkedHashMap<>();
        walk(null, result, page -> {
            int before = runs.size();
            page.runs().forEach(run -> runs.put(run.storageId(), run));
            if (page.nextCursor() == null) {
                result.complete(List.copyOf(runs.values()));
            }
            return runs.size() > before;
        });
        return result;
    }

    /**
     * Hands on each run, once, in pages as they come; fails with what the receiver throws.
     *
     * @return how many
     */
    CompletableFuture<Integer> each(Consumer<Run> receiver) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Set<String> seen = new HashSet<>();
        walk(null, result, page -> {
            int before = seen.size();
            page.runs().stream().filter(run -> seen.add(run.storageId())).forEach(receiver);
            if (page.nextCursor() == null) {
                result.complete(seen.size());
            }
            return seen.size() > before;
        });
        return result;
    }

    /**
     * Hands one page after the other on, until there is a result.
     *
     * @param isNews takes a page, and answers whether there was something new on it
     */
    private void walk(@Nullable String cursor, CompletableFuture<?> result, Predicate<RunPage> isNews) {
        walk(cursor, result, isNews, 0);
    }

    /** @param stale pages in a row before this one on which there was nothing new */
    private void walk(@Nullable String cursor, CompletableFuture<?> result, Predicate<RunPage> isNews, int stale) {
        CompletableFuture<RunPage> request = request(cursor);
        Futures.cancelWith(result, request);
        request.whenComplete((page, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            try {
                if (result.isDone()) {
                    return;
                }
                int staleNow = isNews.test(page) ? 0 : stale + 1;
                if (staleNow > MAX_STALE_PAGES) {
                    result.completeExceptionally(endless(page.nextCursor()));
                } else if (!result.isDone()) {
                    walk(page.nextCursor(), result, isNews, staleNow);
                }
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
    }

    private CompletableFuture<RunPage> request(@Nullable String cursor) {
        Map<String, @Nullable Object> variables = Variables.of(query.project());
        if (counted != null) {
            variables.put("counted", counted.toJson());
        }
        if (!document().equals("AllRuns")) {
            variables.put("filters", query.filter().toJson());
        }
        variables.put("order", query.order());
        variables.put("first", query.pageSize());
        variables.put("after", cursor);
        variables.put("full", query.projection() == Projection.FULL);
        if (!query.hasMetadata()) {
            return queries.askProject(document(), variables, query.project(), project -> read(project, cursor));
        }
        return Futures.thenAsk(
                queries.askProject(
                        document(),
                        variables,
                        query.project(),
                        project -> new Described(read(project, cursor), nodes(project))),
                listed -> Futures.then(metadata.read(listed.page().runs(), listed.nodes()), listed.page()::withRuns));
    }

    /** @param nodes its runs as they were answered */
    private record Described(RunPage page, List<JsonNode> nodes) {}

    private static List<JsonNode> nodes(JsonNode project) {
        List<JsonNode> nodes = new ArrayList<>();
        project.path("runs").path("edges").forEach(edge -> {
            if (edge.path("node").isObject()) {
                nodes.add(edge.path("node"));
            }
        });
        return nodes;
    }

    private String document() {
        if (counted != null) {
            return "CountedRuns";
        }
        if (query.hasMetadata()) {
            return "RunsWithMetadata";
        }
        return query.filter().isEmpty() ? "AllRuns" : "Runs";
    }

    private RunPage read(JsonNode project, @Nullable String cursor) {
        RunReader reader = new RunReader(query.project(), urls);
        List<Run> runs = new ArrayList<>();
        @Nullable String lastCreatedAt = null;
        @Nullable
        Long count =
                project.path("runCount").isNumber() ? project.path("runCount").asLong() : null;
        @Nullable
        String next = ServerJson.textIn(project.path("runs").path("pageInfo").path("endCursor"));
        for (JsonNode edge : project.path("runs").path("edges")) {
            if (edge.path("node").isObject()) { // null where the key may not see the run
                runs.add(reader.run(edge.path("node"), query.projection() == Projection.FULL));
                lastCreatedAt =
                        ServerJson.utc(ServerJson.textIn(edge.path("node").path("createdAt")));
            }
            // the official client goes by these, and servers built for it may leave the other out
            @Nullable String after = ServerJson.textIn(edge.path("cursor"));
            next = after != null ? after : next;
        }
        if (!project.path("runs").path("pageInfo").path("hasNextPage").asBoolean()) {
            return new RunPage(runs, null, lastCreatedAt, count);
        }
        if (next == null || next.equals(cursor)) {
            throw endless(next);
        }
        return new RunPage(runs, next, lastCreatedAt, count);
    }

    private WandbServerIncompatibleException endless(@Nullable String cursor) {
        return new WandbServerIncompatibleException(
                "The listing of the runs of " + query.project() + " does not come to an end: the server says that more"
                        + " follow after cursor " + cursor + ", and none do",
                Queries.answered(document(), query.project()),
                null);
    }
}
