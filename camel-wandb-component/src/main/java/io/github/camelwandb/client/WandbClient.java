// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.artifacts.Artifacts;
import io.github.camelwandb.client.files.RunFiles;
import io.github.camelwandb.client.filestream.FileStream;
import io.github.camelwandb.client.history.History;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.Viewer;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.HttpTransport;
import io.github.camelwandb.client.transport.Page;
import io.github.camelwandb.client.transport.PageIterator;
import io.github.camelwandb.client.transport.RequestGate;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.Variables;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The API of one W&amp;B server with one key. Every answer is a future that fails with a {@link WandbException}, never wrapped, and that
 * cancels the request when it is cancelled. Safe for several threads.
 */
public final class WandbClient implements AutoCloseable {

    private static final int LOG_PAGE = 1_000;

    /** As much as tails are known to give. */
    private static final int LONGEST_TAIL = 10_000;

    private final HttpTransport http;
    private final Queries queries;
    private final History history;
    private final FileStream fileStream;
    private final RunFiles files;
    private final RunMetadata metadata;
    private final Artifacts artifacts;
    private final Credentials credentials;
    private final String baseUrl;
    private final AppUrls urls;
    private final Projects projects;
    private final Map<String, String> environment;
    private final RunUpdater updater;
    private final ReadCache cache;
    private final AtomicReference<@Nullable Viewer> known = new AtomicReference<>();

    WandbClient(
            HttpTransport http,
            GraphqlTransport transport,
            History history,
            FileStream fileStream,
            Credentials credentials,
            String baseUrl,
            Map<String, String> environment,
            RandomGenerator random,
            ReadCache cache) {
        this.http = http;
        this.queries = new Queries(transport);
        this.history = history;
        this.fileStream = fileStream;
        this.files = new RunFiles(transport, http.storage());
        this.metadata = new RunMetadata(files);
        this.credentials = credentials;
        this.baseUrl = baseUrl;
        this.urls = new AppUrls(baseUrl, environment);
        this.artifacts = new Artifacts(transport, http.storage(), urls::artifact, random);
        this.projects = new Projects(queries, urls);
        this.environment = environment;
        this.cache = cache;
        this.updater = new RunUpdater(queries, this::existing, this::wholeRun, credentials);
    }

    /** Options and parts of a client. */
    public static WandbClientBuilder builder() {
        return new WandbClientBuilder();
    }

    /** The rows of runs. */
    public History history() {
        return history;
    }

    /** What makes, ends and removes runs. */
    public Mutations mutations() {
        return new Mutations(this, queries, this::wholeRun, new ProjectReader(urls));
    }

    private Run wholeRun(RunPath path, JsonNode node) {
        return new RunReader(path.projectPath(), urls).run(node, true);
    }

    /** What is logged to runs. */
    public FileStream fileStream() {
        return fileStream;
    }

    /** Projects, and what is in them besides runs. */
    public Projects projects() {
        return projects;
    }

    /** The files of runs. */
    public RunFiles files() {
        return files;
    }

    /** What its users share of what they have read; the client itself neither looks into it nor puts anything there. */
    public ReadCache cache() {
        return cache;
    }

    /** Artifacts, of runs and of projects. */
    public Artifacts artifacts() {
        return artifacts;
    }

    RequestGate gate() {
        return http.gate();
    }

    /** How many requests the server's last answer left of the rate limit; empty if it did not say. */
    public OptionalLong requestsLeft() {
        return http.requestsLeft();
    }

    /** Whose key this is; fails with {@link WandbAuthenticationException} if the server does not know the key. */
    public CompletableFuture<Viewer> viewer() {
        return queries.ask("Viewer", Map.of(), baseUrl, this::readViewer);
    }

    /** Asks once, without waiting for better times, whether the server accepts the key; not again after it said yes. */
    public CompletableFuture<Viewer> verify() {
        Viewer viewer = known.get();
        return viewer != null
                ? CompletableFuture.completedFuture(viewer)
                : queries.askOnce("Viewer", Map.of(), baseUrl, this::readViewer);
    }

    private Viewer readViewer(JsonNode data) {
        JsonNode node = data.path("viewer");
        if (!node.isObject()) {
            throw new WandbAuthenticationException(
                    "The server at " + baseUrl + " does not accept " + credentials + ": copy a valid one from "
                            + urls.authorize() + ", and check that baseUrl is the server it belongs to",
                    Queries.answered("Viewer", baseUrl),
                    null);
        }
        Viewer viewer = new Viewer(node.path("username").asText(""), ServerJson.textIn(node.path("entity")));
        known.set(viewer);
        return viewer;
    }

    /**
     * The path with what {@code -} stands for: the entity as {@link #resolveEntity} finds it, and the project of {@code WANDB_PROJECT}.
     */
    public CompletableFuture<ProjectPath> resolve(ProjectPath path) {
        String project = path.project().equals("-") ? environment.get("WANDB_PROJECT") : path.project();
        if (project == null || project.isBlank()) {
            return CompletableFuture.failedFuture(new WandbBadRequestException(
                    "The project '-' of " + path
                            + " stands for the environment variable WANDB_PROJECT, which is not set:"
                            + " set it, or name the project",
                    WandbException.Details.of(path.toString()),
                    null));
        }
        return Futures.then(resolveEntity(path.entity()), entity -> new ProjectPath(entity, project));
    }

    /** The entity, or if it is {@code -} that of {@code WANDB_ENTITY}, or else the default one of the key. */
    public CompletableFuture<String> resolveEntity(String entity) {
        String named = entity.equals("-") ? environment.get("WANDB_ENTITY") : entity;
        if (named != null && !named.isBlank()) {
            return CompletableFuture.completedFuture(named);
        }
        Viewer viewer = known.get();
        return Futures.then(
                viewer != null ? CompletableFuture.completedFuture(viewer) : viewer(), WandbClient::requireEntity);
    }

    private static String requireEntity(Viewer viewer) {
        if (viewer.entity() == null) {
            throw new WandbBadRequestException(
                    "The entity '-' stands for the default entity of the key, and " + viewer.username()
                            + " has none: name the entity, or set the environment variable WANDB_ENTITY",
                    WandbException.Details.of("-"),
                    null);
        }
        return viewer.entity();
    }

    /** The project; empty if there is none or the key may not see it. */
    public CompletableFuture<Optional<Project>> project(ProjectPath path) {
        return projects.find(path);
    }

    /** The run with config and summary; empty if there is none or the key may not see it. */
    public CompletableFuture<Optional<Run>> run(RunPath path) {
        return run(path, Projection.FULL);
    }

    /**
     * The run with config, summary and what its file {@code wandb-metadata.json} says, if it has that; empty if there is no such run or the
     * key may not see it. Takes up to three requests.
     */
    public CompletableFuture<Optional<Run>> runWithMetadata(RunPath path) {
        return Futures.thenAsk(
                run(path),
                found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(found)
                        : Futures.then(metadata.read(found.get()), Optional::of));
    }

    /** So much of the run; empty if there is none or the key may not see it. */
    public CompletableFuture<Optional<Run>> run(RunPath path, Projection projection) {
        boolean full = projection == Projection.FULL;
        return queries.ask("Run", variables(path, full), path, data -> {
            JsonNode node = data.path("project").path("run");
            return node.isObject()
                    ? Optional.of(new RunReader(path.projectPath(), urls).run(node, full))
                    : Optional.empty();
        });
    }

    /**
     * So much of the run; empty only if its project is there and has no such run. Fails with {@link WandbNotFoundException} if there is no
     * such project or the key may not see it.
     */
    public CompletableFuture<Optional<Run>> findRun(RunPath path, Projection projection) {
        boolean full = projection == Projection.FULL;
        ProjectPath project = path.projectPath();
        return queries.askProject("Run", variables(path, full), project, node -> {
            JsonNode run = node.path("run");
            return run.isObject() ? Optional.of(new RunReader(project, urls).run(run, full)) : Optional.empty();
        });
    }

    /**
     * What there is of the runs of a project, without config and summary, by run id: empty where the project has no such run. Of a run that
     * is missing in it the server has said nothing. Fails with {@link WandbNotFoundException} if there is no such project or the key may not
     * see it.
     *
     * @param runIds some dozens at most, for one request asks for all
     */
    public CompletableFuture<Map<String, Optional<Run>>> findRuns(ProjectPath project, List<String> runIds) {
        return queries.askProjectForEach("RunsById", project, runIds, node -> {
            RunReader reader = new RunReader(project, urls);
            Map<String, Optional<Run>> found = new HashMap<>();
            for (int i = 0; i < runIds.size(); i++) {
                JsonNode run = node.path("run_" + i);
                if (!run.isMissingNode()) {
                    found.put(runIds.get(i), run.isObject() ? Optional.of(reader.run(run, false)) : Optional.empty());
                }
            }
            return found;
        });
    }

    /**
     * One page of a query. Pages that are empty although more follow, which W&amp;B answers for runs the key may not see, are passed over.
     *
     * @param cursor of the page before, null for the first
     */
    public CompletableFuture<RunPage> runPage(RunQuery query, @Nullable String cursor) {
        return new RunListing(queries, urls, metadata, query).page(cursor);
    }

    /**
     * Like {@link #runPage}, and counts in the same request.
     *
     * @param counted which runs to count, whatever the query asks for
     */
    public CompletableFuture<RunPage> countedRunPage(RunQuery query, RunFilter counted, @Nullable String cursor) {
        return new RunListing(queries, urls, metadata, query, counted).page(cursor);
    }

    /** All runs of the query, each once, in its order. */
    public CompletableFuture<List<Run>> listRuns(RunQuery query) {
        return new RunListing(queries, urls, metadata, query).all();
    }

    /**
     * The runs of the query, each once, once the first page is there. The others are read as they are asked for, which blocks and may throw
     * {@link WandbException}.
     */
    public CompletableFuture<Iterator<Run>> runs(RunQuery query) {
        return Futures.then(
                runPage(query, null),
                first -> new PageIterator<>(
                        pageOf(first),
                        cursor -> Futures.then(runPage(query, cursor), WandbClient::pageOf),
                        Run::storageId));
    }

    /**
     * Hands on the runs of the query, each once, page by page as they come: to one thread after the other, never to two at once. Fails with
     * what the receiver throws, too.
     *
     * @param receiver may block
     * @return how many there were
     */
    public CompletableFuture<Integer> eachRun(RunQuery query, Consumer<Run> receiver) {
        return new RunListing(queries, urls, metadata, query).each(receiver);
    }

    private static Page<Run> pageOf(RunPage page) {
        return new Page<>(page.runs(), page.nextCursor());
    }

    /** How many runs the filter admits. */
    public CompletableFuture<Long> countRuns(ProjectPath path, RunFilter filter) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("filters", filter.toJson());
        return queries.askProject(
                "RunCount", variables, path, project -> project.path("runCount").asLong());
    }

    /**
     * Makes the changes. A configuration or summary is read, changed and written back as a whole, for W&amp;B has no other way, nor
     * compare-and-set: what others change meanwhile is seen and kept, but the writer of a live run puts back what it knows.
     *
     * @return fails with {@link WandbNotFoundException} if there is no such run: none is created; with {@link WandbConflictException} if
     *     others change it all the time
     */
    public CompletableFuture<UpdatedRun> updateRun(RunPath path, RunChanges changes) {
        return updater.update(path, changes);
    }

    private CompletableFuture<JsonNode> existing(RunPath path) {
        return queries.ask("Run", variables(path, true), path, data -> {
            JsonNode run = data.path("project").path("run");
            if (!run.isObject()) {
                throw WandbNotFoundException.run(path, Queries.answered("Run", path));
            }
            return run;
        });
    }

    /**
     * A page of the lines of a run's console, forward. Fails with {@link WandbServerIncompatibleException} where the server is too old for it.
     *
     * @param cursor {@link LogPage#endCursor} of the page before, null for the first
     * @param lines how many at most; the server may answer with fewer although there are more
     */
    public CompletableFuture<LogPage> logPage(RunPath path, @Nullable String cursor, int lines) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("after", cursor);
        variables.put("first", lines);
        return queries.ask("RunLogPage", variables, path, data -> LogReader.page(data, "RunLogPage", path));
    }

    /**
     * The lines of a run's console, once the first page is there. The others are read as they are asked for, which blocks and may throw
     * {@link WandbException}. A server that is too old for pages gives only the last lines, as many as it gives at most: their numbers say
     * whether some are missing. Fails with {@link WandbNotFoundException} if there is no such run.
     */
    public CompletableFuture<Iterator<LogLine>> logLines(RunPath path) {
        CompletableFuture<LogPage> first = Futures.thenAsk(
                logPage(path, null, LOG_PAGE),
                CompletableFuture::completedFuture,
                failure -> WandbServerIncompatibleException.isSaidByServer(failure)
                        ? logTail(path, LONGEST_TAIL)
                        : CompletableFuture.failedFuture(failure));
        return Futures.then(first, page -> new LogIterator(page, cursor -> logPage(path, cursor, LOG_PAGE)));
    }

    /** The last lines of a run's console, as many as the server gives at most. */
    public CompletableFuture<LogPage> logTail(RunPath path, int lines) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("last", lines);
        return queries.ask("RunLogTail", variables, path, data -> LogReader.page(data, "RunLogTail", path));
    }

    /**
     * Those of the last lines of a run's console that have this number or a higher one; if they are long only the first of them.
     *
     * @param lines how many are asked for, as many as the server gives at most
     */
    public CompletableFuture<LogPage> logTail(RunPath path, int lines, long fromNumber) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("last", lines);
        return queries.read("RunLogTail", variables, path, () -> new LogTailReader("RunLogTail", path, fromNumber));
    }

    /**
     * Answers {@code data} of a GraphQL document, with one operation in it; fails if the server answers errors, also beside data. A document
     * with a mutation is sent again only where it was certainly not done.
     *
     * @param variables JSON values by name
     * @param about what it is about, for the texts of errors
     * @throws IllegalArgumentException if JSON has no form for a variable
     */
    public CompletableFuture<JsonNode> graphql(
            String document, Map<String, ? extends @Nullable Object> variables, String about) {
        return queries.askDocument(document, variables, about);
    }

    private static Map<String, @Nullable Object> variables(RunPath path, boolean full) {
        Map<String, @Nullable Object> variables = Variables.of(path);
        variables.put("full", full);
        return variables;
    }

    @Override
    public void close() {
        fileStream.close();
        http.close();
    }
}
