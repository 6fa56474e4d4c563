// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.DownloadedArtifact;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Page;
import io.github.camelwandb.client.transport.PageIterator;
import io.github.camelwandb.client.transport.StorageTransport;
import io.github.camelwandb.client.transport.Turns;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts: files that belong together under a name, in versions that never change. Every answer is a future that fails with a
 * {@link io.github.camelwandb.client.WandbException}, or with an {@link java.io.UncheckedIOException} where it was our disk that failed,
 * and that ends what is under way when it is cancelled. Safe for several threads.
 */
public final class Artifacts {

    private final ArtifactQueries queries;
    private final ArtifactMutations mutations;
    private final StorageTransport storage;
    private final RandomGenerator random;
    private final Turns turns = new Turns();

    /**
     * Neither transport is closed here.
     *
     * @param random makes ids that nobody else has; used by several threads
     */
    public Artifacts(GraphqlTransport graphql, StorageTransport storage, ArtifactPage pages, RandomGenerator random) {
        this.queries = new ArtifactQueries(graphql, storage, new ArtifactReader(pages));
        this.mutations = new ArtifactMutations(graphql, storage);
        this.storage = storage;
        this.random = random;
    }

    /**
     * The versions that a run logged, once the first page is there. The others are read as they are asked for, which blocks and may throw
     * {@link io.github.camelwandb.client.WandbException}.
     *
     * @param used whether those that it used are meant instead
     * @param pageSize how many to ask for in one request
     * @return fails with {@link WandbNotFoundException} if there is no such run
     */
    public CompletableFuture<Iterator<Artifact>> ofRun(RunPath run, boolean used, int pageSize) {
        return list(cursor -> queries.ofRun(run, used, pageSize, cursor), Artifact::id);
    }

    /**
     * The versions that a collection has, once the first page is there, as {@link #ofRun}.
     *
     * @param collection such as {@code mnist}
     * @return fails with {@link WandbNotFoundException} if there is no such project or collection
     */
    public CompletableFuture<Iterator<Artifact>> versions(ProjectPath project, String collection, int pageSize) {
        return list(cursor -> queries.versions(project, collection, pageSize, cursor), Artifact::id);
    }

    /**
     * The versions of all collections of a type, one collection after the other, as {@link #ofRun}.
     *
     * @param type such as {@code dataset}
     * @return fails with {@link WandbNotFoundException} if there is no such project, or nothing in it of the type
     */
    public CompletableFuture<Iterator<Artifact>> ofType(ProjectPath project, String type, int pageSize) {
        return Futures.then(
                list(cursor -> queries.collections(project, type, pageSize, cursor), name -> name),
                names -> new ChainedIterator<>(names, name -> versions(project, name, pageSize)));
    }

    private static <T> CompletableFuture<Iterator<T>> list(
            Function<@Nullable String, CompletableFuture<Page<T>>> pages, Function<T, String> key) {
        return Futures.then(pages.apply(null), first -> new PageIterator<>(first, pages::apply, key));
    }

    /** A version; fails with {@link WandbNotFoundException} if there is no such project or version. */
    public CompletableFuture<Artifact> get(ProjectPath project, ArtifactName name) {
        return Futures.then(queries.find(project, name), FoundArtifact::artifact);
    }

    /**
     * Writes files of a version to the disk, each under its name only when it is whole and its MD5 is right, and goes on where a transfer
     * broke off. What is there with the right content already is left alone, and so is what does not belong to the version.
     *
     * @param names of files, or of folders with all that is in them; empty for all
     * @param folder is created if it is not there
     * @return fails with {@link WandbNotFoundException} if there is no such version, or nothing in it of one of the names; with
     *     {@link IllegalArgumentException} if a link is on the way. What was whole by then stays, and nothing half-written
     */
    public CompletableFuture<DownloadedArtifact> download(
            ProjectPath project, ArtifactName name, Collection<String> names, Path folder) {
        return Futures.thenAsk(
                queries.find(project, name),
                found -> new ArtifactDownload(queries, storage, found, folder).start(names));
    }

    /**
     * Makes a version, as something that a run logged. If a version of that name has the same content there is no second one, and
     * files that the server has already are not sent. Nobody sees the version before all of it is there; it may be begun again after any
     * failure. Versions of one name are made one after the other.
     *
     * @return the version as the server has it
     */
    public CompletableFuture<Artifact> log(RunPath run, NewArtifact artifact) {
        ClientIds ids = ClientIds.random(random);
        return turns.of(run.projectPath() + "/" + artifact.collection())
                .take(() -> new ArtifactCreation(queries, mutations, storage, run, artifact, ids).start());
    }

    /**
     * Notes that a run uses a version.
     *
     * @param project in which the version is
     * @return the version; fails with {@link WandbNotFoundException} if there is no such version or run
     */
    public CompletableFuture<Artifact> use(RunPath run, ProjectPath project, ArtifactName name) {
        return Futures.thenAsk(
                get(project, name), artifact -> Futures.then(mutations.use(run, artifact), done -> artifact));
    }

    /**
     * Gives a version other aliases; it gets new ones before it loses old ones.
     *
     * @return the version as the server has it then; fails with {@link WandbNotFoundException} if there is no such version
     */
    public CompletableFuture<Artifact> setAliases(ProjectPath project, ArtifactName name, AliasChanges changes) {
        return Futures.thenAsk(get(project, name), artifact -> {
            CompletableFuture<Boolean> added = mutations.addAliases(artifact, changes.toAdd(artifact.aliases()));
            CompletableFuture<Boolean> done = Futures.thenAsk(
                    added, all -> mutations.deleteAliases(artifact, changes.toRemove(artifact.aliases())));
            return Futures.thenAsk(done, all -> queries.byId(artifact.id(), artifact.project(), artifact.toString()));
        });
    }
}
