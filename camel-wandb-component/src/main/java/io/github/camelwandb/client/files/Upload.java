// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageTransport;
import java.util.concurrent.CompletableFuture;

/** A file on its way to the server: each attempt begins with a fresh address. */
final class Upload {

    private static final String NAME = "UploadFile";
    private static final String MARKS = "MARK_RUN_FILES_UPLOADED";

    private final FileRequests requests;
    private final StorageTransport storage;
    private final ServerFeatures features;
    private final RunPath run;
    private final String name;
    private final Content content;

    Upload(
            FileRequests requests,
            StorageTransport storage,
            ServerFeatures features,
            RunPath run,
            String name,
            Content content) {
        this.requests = requests;
        this.storage = storage;
        this.features = features;
        this.run = run;
        this.name = name;
        this.content = content;
    }

    CompletableFuture<RunFile> start() {
        CompletableFuture<RunFile> sent =
                Futures.thenAsk(requests.requireRun(run, name), there -> storage.repeat(() -> attempt(true)));
        CompletableFuture<RunFile> marked = Futures.thenAsk(sent, file -> Futures.then(mark(), done -> file));
        return Futures.thenAsk(marked, this::known);
    }

    /** @param mayRefresh whether to ask for another address if this one has expired */
    private CompletableFuture<RunFile> attempt(boolean mayRefresh) {
        return Futures.thenAsk(
                requests.target(run, name),
                target -> Futures.thenAsk(
                        put(target),
                        CompletableFuture::completedFuture,
                        failure -> mayRefresh && StorageTransport.isRefusal(failure)
                                ? attempt(false)
                                : CompletableFuture.failedFuture(failure)));
    }

    private CompletableFuture<RunFile> put(UploadTarget target) {
        return Futures.then(
                new ContentPut(storage, NAME, FileRequests.about(run, name)).send(target, content),
                sent -> new RunFile(name, sent.length(), sent.md5(), null, null, null));
    }

    private CompletableFuture<Boolean> mark() {
        return Futures.thenAsk(
                features.has(MARKS),
                marks -> marks ? requests.markUploaded(run, name) : CompletableFuture.completedFuture(false));
    }

    /** The file as the server knows it, which may take a while; if it takes too long, what was sent. */
    private CompletableFuture<RunFile> known(RunFile sent) {
        return Futures.thenAsk(
                storage.repeat(() -> look(sent)),
                CompletableFuture::completedFuture,
                failure -> failure instanceof WandbUnavailableException
                        ? CompletableFuture.completedFuture(sent)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<RunFile> look(RunFile sent) {
        return Futures.thenAsk(
                requests.stored(run, name),
                stored -> isThat(stored.file(), sent)
                        ? CompletableFuture.completedFuture(stored.file())
                        : CompletableFuture.failedFuture(notYet()),
                failure ->
                        CompletableFuture.failedFuture(failure instanceof WandbNotFoundException ? notYet() : failure));
    }

    private static boolean isThat(RunFile stored, RunFile sent) {
        return stored.md5() != null
                ? stored.md5().equals(sent.md5())
                : stored.sizeBytes() == null || stored.sizeBytes().equals(sent.sizeBytes());
    }

    private WandbUnavailableException notYet() {
        String path = FileRequests.about(run, name);
        return new WandbUnavailableException(
                "The server does not know " + path + " yet", new Details(0, NAME, path, null), null);
    }
}
