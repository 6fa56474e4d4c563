// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.files.Content;
import io.github.camelwandb.client.files.ContentPut;
import io.github.camelwandb.client.files.Md5;
import io.github.camelwandb.client.files.UploadTarget;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageTransport;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A version that is made: begun, its files uploaded, then the list of them, and committed, before which nobody sees it. What the server has
 * already, the whole version or single files, is not sent again.
 */
final class ArtifactCreation {

    private static final String NAME = "LogArtifact";

    /** As many files as the server is asked for at once: their addresses must be good until the last is uploaded. */
    private static final int BATCH = 200;

    private final ArtifactQueries queries;
    private final ArtifactMutations mutations;
    private final StorageTransport storage;
    private final RunPath run;
    private final NewArtifact artifact;
    private final ClientIds ids;
    private final String about;

    /** With which version the storage got each file. */
    private final Map<String, String> births = new ConcurrentHashMap<>();

    ArtifactCreation(
            ArtifactQueries queries,
            ArtifactMutations mutations,
            StorageTransport storage,
            RunPath run,
            NewArtifact artifact,
            ClientIds ids) {
        this.queries = queries;
        this.mutations = mutations;
        this.storage = storage;
        this.run = run;
        this.artifact = artifact;
        this.ids = ids;
        this.about = ArtifactMutations.about(run, artifact);
    }

    CompletableFuture<Artifact> start() {
        return Futures.thenAsk(
                mutations.create(run, artifact, Manifest.digest(artifact.digests()), ids),
                begun -> begun.isCommitted()
                        ? known(begun.id())
                        : Futures.thenAsk(fill(begun.id()), done -> known(begun.id())));
    }

    private CompletableFuture<Boolean> fill(String id) {
        CompletableFuture<Boolean> uploaded =
                Futures.thenAsk(mutations.announceManifest(run, id, about), manifestId -> files(id, manifestId, 0));
        CompletableFuture<Boolean> listed = Futures.thenAsk(uploaded, done -> manifest(id));
        return Futures.thenAsk(listed, done -> mutations.commit(id, about));
    }

    private CompletableFuture<Boolean> files(String id, String manifestId, int from) {
        List<HashedFile> files = artifact.files();
        if (from >= files.size()) {
            return CompletableFuture.completedFuture(true);
        }
        List<HashedFile> batch = files.subList(from, Math.min(files.size(), from + BATCH));
        return Futures.thenAsk(
                Futures.thenAsk(
                        mutations.targets(id, manifestId, batch, about),
                        targets -> upload(id, manifestId, batch, targets)),
                done -> files(id, manifestId, from + BATCH));
    }

    private CompletableFuture<Boolean> upload(
            String id, String manifestId, List<HashedFile> files, List<FileTarget> targets) {
        List<CompletableFuture<?>> uploads = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            HashedFile file = files.get(i);
            FileTarget target = targets.get(i);
            if (target.isStored()) {
                births.put(file.name(), target.birthId());
            } else {
                uploads.add(
                        Futures.then(upload(id, manifestId, file, target), birth -> births.put(file.name(), birth)));
            }
        }
        return Futures.allOrNone(uploads);
    }

    private CompletableFuture<String> upload(String id, String manifestId, HashedFile file, FileTarget target) {
        FileUpload.Questions questions = new FileUpload.Questions() {
            @Override
            public CompletableFuture<FileTarget> target() {
                return Futures.then(mutations.targets(id, manifestId, List.of(file), about), targets -> targets.get(0));
            }

            @Override
            public CompletableFuture<Boolean> complete(FileTarget used) {
                return mutations.complete(id, used, file, about + "/" + file.name());
            }
        };
        return new FileUpload(storage, questions, file, about + "/" + file.name(), target).start();
    }

    private CompletableFuture<Boolean> manifest(String id) {
        Map<String, ManifestEntry> contents = new TreeMap<>();
        for (HashedFile file : artifact.files()) {
            contents.put(
                    file.name(), new ManifestEntry(file.md5(), births.get(file.name()), null, file.length(), null));
        }
        artifact.references()
                .forEach((name, address) -> contents.put(name, new ManifestEntry(address, null, address, null, null)));
        byte[] bytes = new Manifest(new TreeMap<>(contents)).bytes();
        String md5 = Base64.getEncoder().encodeToString(Md5.digest().digest(bytes));
        return storage.repeat(() -> manifest(id, bytes, md5, true));
    }

    /** @param mayRefresh whether to ask for another address if this one has expired */
    private CompletableFuture<Boolean> manifest(String id, byte[] bytes, String md5, boolean mayRefresh) {
        return Futures.thenAsk(
                mutations.manifestTarget(run, id, md5, about),
                target -> Futures.thenAsk(
                        put(target, bytes),
                        CompletableFuture::completedFuture,
                        failure -> mayRefresh && StorageTransport.isRefusal(failure)
                                ? manifest(id, bytes, md5, false)
                                : CompletableFuture.failedFuture(failure)));
    }

    private CompletableFuture<Boolean> put(UploadTarget target, byte[] bytes) {
        return Futures.then(
                new ContentPut(storage, "UploadManifest", about + "/" + Manifest.NAME).send(target, Content.of(bytes)),
                sent -> true);
    }

    /** The version as the server knows it, which may take a moment after the commit; if it takes too long, as it is then. */
    private CompletableFuture<Artifact> known(String id) {
        AtomicReference<@Nullable Artifact> last = new AtomicReference<>();
        CompletableFuture<Artifact> shown = storage.repeat(() ->
                Futures.thenAsk(queries.byId(id, run.projectPath(), about), artifact -> committed(artifact, last)));
        CompletableFuture<Artifact> latest = Futures.thenAsk(shown, CompletableFuture::completedFuture, failure -> {
            Artifact pending = last.get();
            return pending == null || !(failure instanceof WandbUnavailableException)
                    ? CompletableFuture.failedFuture(failure)
                    : CompletableFuture.completedFuture(pending);
        });
        return Futures.thenAsk(latest, this::withAliases);
    }

    private CompletableFuture<Artifact> committed(Artifact now, AtomicReference<@Nullable Artifact> last) {
        last.set(now);
        return now.version() != null
                ? CompletableFuture.completedFuture(now)
                : CompletableFuture.failedFuture(new WandbUnavailableException(
                        "The server does not number " + about + " yet", new Details(0, NAME, about, null), null));
    }

    /** A version that was there before may not have got them. */
    private CompletableFuture<Artifact> withAliases(Artifact now) {
        List<String> missing = artifact.aliases().stream()
                .filter(alias -> !now.aliases().contains(alias))
                .toList();
        return missing.isEmpty()
                ? CompletableFuture.completedFuture(now)
                : Futures.thenAsk(
                        mutations.addAliases(now, missing), done -> queries.byId(now.id(), run.projectPath(), about));
    }
}
