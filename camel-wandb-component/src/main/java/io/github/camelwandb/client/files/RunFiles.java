// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.PageIterator;
import io.github.camelwandb.client.transport.StorageTransport;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The files of runs. Every answer is a future that fails with a {@link io.github.camelwandb.client.WandbException}, or with an
 * {@link java.io.UncheckedIOException} where it was our disk that failed, and that ends the transfer when it is cancelled. Safe for several
 * threads.
 */
public final class RunFiles {

    private final FileRequests requests;
    private final StorageTransport storage;
    private final ServerFeatures features;

    /** Neither is closed here. */
    public RunFiles(GraphqlTransport graphql, StorageTransport storage) {
        this.requests = new FileRequests(graphql, storage);
        this.storage = storage;
        this.features = new ServerFeatures(graphql);
    }

    /**
     * The files of a run, once the first page is there. The others are read as they are asked for, which blocks and may throw
     * {@link io.github.camelwandb.client.WandbException}.
     *
     * @param pattern of their names as SQL's LIKE has it, such as {@code media/%.png}; null for all
     * @param pageSize how many to ask for in one request
     * @return fails with {@link WandbNotFoundException} if there is no such run
     */
    public CompletableFuture<Iterator<RunFile>> list(RunPath run, @Nullable String pattern, int pageSize) {
        return Futures.then(
                requests.page(run, pattern, pageSize, null),
                first -> new PageIterator<>(
                        first, cursor -> requests.page(run, pattern, pageSize, cursor), RunFile::name));
    }

    /**
     * Writes a file of a run to the disk, under its name only when it is whole and its MD5 is right; a file that was there is replaced. Goes
     * on where it broke off. Nothing stays behind if it fails.
     *
     * @return what the server knows of the file; fails with {@link WandbNotFoundException} if there is no such run or file
     */
    public CompletableFuture<RunFile> download(RunPath run, String name, LocalPlace place) {
        Remote<StoredFile> remote = new Remote<>(
                "DownloadFile",
                FileRequests.about(run, name),
                () -> requests.stored(run, name),
                "It may be written just now: try again when the run has finished");
        return Futures.then(new Download<>(storage, remote, place).start(), StoredFile::file);
    }

    /**
     * What a JSON file of a run holds, where it is an object and small enough to be held.
     *
     * @return empty if there is no such file; fails with {@link WandbNotFoundException} if there is no such run, and with
     *     {@link io.github.camelwandb.client.WandbServerIncompatibleException} if the file is another one
     */
    public CompletableFuture<Optional<JsonNode>> readJson(RunPath run, String name) {
        return new SmallFile(requests, storage, run, name).read();
    }

    /**
     * The same of a run that was answered with its file, so that its address need not be asked for.
     *
     * @param node the run in that answer, in which its {@code files} are this one
     */
    public CompletableFuture<Optional<JsonNode>> readJson(RunPath run, JsonNode node, String name) {
        return new SmallFile(requests, storage, run, name).readKnown(requests.in(node, run, name));
    }

    /**
     * Stores a file in a run; one of that name is replaced.
     *
     * @param name checked by {@link FileNames#require}
     * @return what the server knows of the file; where it does not know it at once, what was sent; fails with
     *     {@link WandbNotFoundException} if there is no such run
     */
    public CompletableFuture<RunFile> upload(RunPath run, String name, Content content) {
        return new Upload(requests, storage, features, run, FileNames.require(name), content).start();
    }

    /**
     * Deletes a file of a run.
     *
     * @return what the server knew of it; fails with {@link WandbNotFoundException} if there is no such run or file
     */
    public CompletableFuture<RunFile> delete(RunPath run, String name) {
        return Futures.thenAsk(
                requests.stored(run, name),
                stored -> Futures.then(requests.delete(run, stored), deleted -> stored.file()));
    }
}
