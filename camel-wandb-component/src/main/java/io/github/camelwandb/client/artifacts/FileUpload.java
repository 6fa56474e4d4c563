// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.files.Content;
import io.github.camelwandb.client.files.ContentPut;
import io.github.camelwandb.client.files.Sent;
import io.github.camelwandb.client.files.UploadTarget;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A file of a version on its way to the storage, as a whole or in parts. */
final class FileUpload {

    private static final String NAME = "UploadArtifactFile";

    /** Asks for what only this upload needs to know. */
    interface Questions {

        /** Where the file goes, by addresses that are fresh. */
        CompletableFuture<FileTarget> target();

        /** Makes one file of the parts that were put to the target. */
        CompletableFuture<Boolean> complete(FileTarget target);
    }

    private final StorageTransport storage;
    private final Questions questions;
    private final HashedFile file;
    private final String about;
    private final AtomicReference<@Nullable FileTarget> known;

    /** @param known where it goes, as far as the address is still good */
    FileUpload(StorageTransport storage, Questions questions, HashedFile file, String about, FileTarget known) {
        this.storage = storage;
        this.questions = questions;
        this.file = file;
        this.about = about;
        this.known = new AtomicReference<>(known);
    }

    /** @return the id of the version with which the storage got the file */
    CompletableFuture<String> start() {
        return Futures.thenAsk(target(), target -> target.uploadId() == null ? whole(target) : parts(target, true));
    }

    private CompletableFuture<FileTarget> target() {
        FileTarget first = known.getAndSet(null);
        return first != null ? CompletableFuture.completedFuture(first) : questions.target();
    }

    private CompletableFuture<String> whole(FileTarget first) {
        known.set(first);
        return storage.repeat(() -> Futures.thenAsk(target(), target -> put(target, true)));
    }

    /** @param mayRefresh whether to ask for another address if this one has expired */
    private CompletableFuture<String> put(FileTarget target, boolean mayRefresh) {
        UploadTarget place = target.whole();
        if (place == null) { // it is there already, perhaps since an attempt whose answer was lost
            return CompletableFuture.completedFuture(target.birthId());
        }
        return Futures.thenAsk(
                put(place, file.content(), file.md5()),
                sent -> CompletableFuture.completedFuture(target.birthId()),
                failure -> mayRefresh && StorageTransport.isRefusal(failure)
                        ? Futures.thenAsk(questions.target(), fresh -> put(fresh, false))
                        : CompletableFuture.failedFuture(failure));
    }

    /** One after the other: each is large, and other files are under way beside it. */
    private CompletableFuture<String> parts(FileTarget target, boolean mayRefresh) {
        CompletableFuture<Boolean> sent = CompletableFuture.completedFuture(true);
        for (HashedFile.Part part : file.parts()) {
            sent = Futures.thenAsk(sent, before -> storage.repeat(() -> part(target, part)));
        }
        return Futures.thenAsk(
                Futures.thenAsk(sent, all -> questions.complete(target)),
                done -> CompletableFuture.completedFuture(target.birthId()),
                failure -> mayRefresh && StorageTransport.isRefusal(failure)
                        ? Futures.thenAsk(
                                questions.target(),
                                fresh -> fresh.uploadId() == null ? whole(fresh) : parts(fresh, false))
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Boolean> part(FileTarget target, HashedFile.Part part) {
        HttpUrl address = target.parts().get(part.number());
        if (address == null) {
            return CompletableFuture.failedFuture(new WandbServerIncompatibleException(
                    "The server does not say where part " + part.number() + " of " + about + " goes",
                    new Details(200, NAME, about, null),
                    null));
        }
        String md5 = Base64.getEncoder().encodeToString(part.md5());
        List<String> headers = new ArrayList<>(List.of("Content-MD5:" + md5));
        if (target.contentType() != null) {
            headers.add(target.contentType());
        }
        Content content = file.content().part(part.offset(), part.length());
        return Futures.then(put(new UploadTarget(address, headers), content, md5), sent -> true);
    }

    private CompletableFuture<Sent> put(UploadTarget place, Content content, String md5) {
        Supplier<CompletableFuture<Sent>> put = () -> new ContentPut(storage, NAME, about).send(place, content);
        return Futures.then(put.get(), sent -> {
            if (!sent.md5().equals(md5)) {
                throw new UncheckedIOException(
                        "What is to be uploaded as " + about + " was changed while it was logged: log it again",
                        new IOException("other bytes than before"));
            }
            return sent;
        });
    }
}
