// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import io.github.camelwandb.simulator.graphql.GraphqlApi;
import io.github.camelwandb.simulator.http.SimulatorServer;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.Store;
import io.github.camelwandb.simulator.store.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An embedded W&amp;B server, on the loopback interface. It knows runs with their history, system metrics, console, files and artifacts,
 * projects and sweeps, speaks the protocol of the Python package {@code wandb} 0.31, keeps everything in memory, and is scripted from Java.
 *
 * <pre>{@code
 * try (WandbSimulator wandb = WandbSimulator.start()) {
 *     SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1)).logs(0, 100);
 *     wandb.faults().add(Fault.status(503).on("history").times(2));
 *     // point a client at wandb.baseUrl() with wandb.apiKey(), and compare with run.rows()
 * }
 * }</pre>
 */
public final class WandbSimulator implements AutoCloseable {

    private final Store store;
    private final SimulatorServer server;
    private final String apiKey;
    private final GraphqlApi api;

    private WandbSimulator(Store store, GraphqlApi api, SimulatorServer server, String apiKey) {
        this.store = store;
        this.api = api;
        this.server = server;
        this.apiKey = apiKey;
    }

    /** Starts a simulator at a free port. */
    public static WandbSimulator start() {
        return builder().start();
    }

    /** Options of a simulator. */
    public static WandbSimulatorBuilder builder() {
        return new WandbSimulatorBuilder();
    }

    static WandbSimulator start(
            int port,
            Clock clock,
            String apiKey,
            Set<String> features,
            boolean storageElsewhere,
            List<String> uploadHeaders) {
        Store store = new Store(clock, "simulator");
        GraphqlApi api = new GraphqlApi(store, features, new Random());
        SimulatorServer server = SimulatorServer.start(store, api, port, apiKey, storageElsewhere, uploadHeaders);
        return new WandbSimulator(store, api, server, apiKey);
    }

    /** What clients call the base URL, such as {@code http://127.0.0.1:8080}. */
    public String baseUrl() {
        return server.baseUrl();
    }

    /** The only key it accepts. */
    public String apiKey() {
        return apiKey;
    }

    /**
     * The run at {@code entity/project/runId}; entity, project and run are created if they are not there, the run as running.
     *
     * @throws IllegalArgumentException if the path has another form
     */
    public SimulatedRun run(String path) {
        String[] parts = parts(path, 3);
        Project project = store.createProject(parts[0], parts[1]);
        Run known = project.run(parts[2]);
        return known == null
                ? new SimulatedRun(project.createRun(parts[2]), store.clock()).user(store.defaultEntity())
                : new SimulatedRun(known, store.clock());
    }

    /** All runs of {@code entity/project}, in the order they were created; none if there is no such project. */
    public List<SimulatedRun> runs(String path) {
        String[] parts = parts(path, 2);
        Project project = store.project(parts[0], parts[1]);
        return project == null
                ? List.of()
                : project.runs().stream()
                        .map(run -> new SimulatedRun(run, store.clock()))
                        .toList();
    }

    /** Creates {@code entity/project} if it is not there. */
    public void project(String path) {
        String[] parts = parts(path, 2);
        store.createProject(parts[0], parts[1]);
    }

    /** The names of the projects of an entity. */
    public List<String> projects(String entity) {
        return store.projects(entity).stream().map(Project::name).toList();
    }

    /** What somebody made of a sweep of {@code entity/project}, such as {@code PAUSED}; null if nobody did. */
    public @Nullable String sweepState(String path, String sweep) {
        String[] parts = parts(path, 2);
        Project project = store.project(parts[0], parts[1]);
        Sweep found = project == null ? null : project.sweeps().get(sweep);
        return found == null ? null : found.state();
    }

    /** Puts a report of this title into {@code entity/project}, which is created if it is not there. */
    public void report(String path, String title) {
        String[] parts = parts(path, 2);
        store.createProject(parts[0], parts[1]).addReport(title, null, "{}");
    }

    /**
     * Deletes {@code entity/project} with all its runs, if it is there. One that is created there later has another {@code internalId}, and
     * ids of runs that were used are free again.
     */
    public void deleteProject(String path) {
        String[] parts = parts(path, 2);
        Project project = store.project(parts[0], parts[1]);
        if (project != null) {
            store.deleteProject(project);
        }
    }

    /**
     * The run at {@code entity/project/runId}, which is created if it is not there, logs a version of an artifact.
     *
     * @param type such as {@code dataset}
     * @param name such as {@code mnist}
     * @param files by name
     * @return the version; one with the same content if there is one
     */
    public SimulatedArtifact logArtifact(String runPath, String type, String name, Map<String, byte[]> files) {
        run(runPath);
        String[] parts = parts(runPath, 3);
        Project project = Objects.requireNonNull(store.project(parts[0], parts[1]));
        return new SimulatedArtifact(store.artifacts().log(project, type, name, project.run(parts[2]), files));
    }

    /** All committed versions in {@code entity/project}, those of one name together, oldest first. */
    public List<SimulatedArtifact> artifacts(String path) {
        String[] parts = parts(path, 2);
        Project project = store.project(parts[0], parts[1]);
        return project == null
                ? List.of()
                : store.artifacts().versions(project).stream()
                        .map(SimulatedArtifact::new)
                        .toList();
    }

    private static String[] parts(String path, int count) {
        String[] parts = path.split("/", -1);
        if (parts.length != count) {
            throw new IllegalArgumentException(
                    "'" + path + "' has not the form " + (count == 3 ? "entity/project/runId" : "entity/project"));
        }
        return parts;
    }

    /** What goes wrong. */
    public Faults faults() {
        return server.faults();
    }

    /** From now on every answer with status 200 tells of this limit. */
    public void rateLimitHeaders(int limit, int remaining, Duration reset) {
        server.rateLimitHeaders(limit, remaining, reset);
    }

    /** From now on every answer has these headers, too. */
    public void answerHeaders(Map<String, String> headers) {
        server.answerHeaders(headers);
    }

    /** From now on an answer has not more than so many rows of a run, thinned out, whatever {@code samples} asks for. */
    public void maxSamples(int rows) {
        api.maxSamples(rows);
    }

    /** From now on an answer ends, without a word, where the rows of a run would be more than so many characters; one row comes at least. */
    public void maxCharacters(int most) {
        api.maxCharacters(most);
    }

    /** The key is not right any more: viewer and projects are null, mutations and files are refused with 401. */
    public void revokeKey() {
        server.keyRevoked(true);
    }

    /** The key is not right any more: the viewer is null, and all else is refused with this status, 401 or 403; files with 401. */
    public void revokeKey(int status) {
        server.keyRevoked(status);
    }

    /**
     * From now on {@code POST /oidc/token} takes this token of an identity provider, and no other, for access tokens that are good for so
     * long by the simulator's clock. Those given before stay good.
     */
    public void trustIdentityToken(String token, Duration lifetime) {
        server.trustIdentityToken(token, lifetime);
    }

    /** The key is right again. */
    public void acceptKey() {
        server.keyRevoked(false);
    }

    /** Addresses of files that were given out before have expired: the storage refuses them with 403. */
    public void expireLinks() {
        server.expireLinks();
    }

    /** The last requests, oldest first; a bounded number of them. */
    public List<RecordedRequest> requests() {
        return server.requests();
    }

    /** Those of an operation, or that select a field. */
    public List<RecordedRequest> requests(String name) {
        return requests().stream().filter(request -> request.isOf(name)).toList();
    }

    /** Empties the record of requests. */
    public void forgetRequests() {
        server.forgetRequests();
    }

    /** Stops the server; what it knew is gone. */
    @Override
    public void close() {
        server.close();
    }
}
