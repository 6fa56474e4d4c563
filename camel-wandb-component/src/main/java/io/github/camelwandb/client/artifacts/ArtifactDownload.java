// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.artifacts.ArtifactQueries.StoredAt;
import io.github.camelwandb.client.artifacts.DownloadPlan.Chosen;
import io.github.camelwandb.client.files.Download;
import io.github.camelwandb.client.files.Remote;
import io.github.camelwandb.client.model.ArtifactEntry;
import io.github.camelwandb.client.model.DownloadedArtifact;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageTransport;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The files of a version on their way to the disk, some at a time, each by itself under its name once it is whole. What is there with the
 * right content is not fetched, so a download that failed goes on where it was when it is begun again.
 */
final class ArtifactDownload {

    private static final String NAME = "DownloadArtifact";

    /** As many files as the server is asked for at once: their addresses should be good until the last is fetched. */
    private static final int BATCH = 100;

    private final ArtifactQueries queries;
    private final StorageTransport storage;
    private final FoundArtifact found;
    private final Path folder;

    ArtifactDownload(ArtifactQueries queries, StorageTransport storage, FoundArtifact found, Path folder) {
        this.queries = queries;
        this.storage = storage;
        this.found = found;
        this.folder = folder;
    }

    /** @param names of files, or of folders with all that is in them; empty for all */
    CompletableFuture<DownloadedArtifact> start(Collection<String> names) {
        return Futures.thenAsk(new ManifestFetch(queries, storage).of(found), manifest -> {
            DownloadPlan plan = DownloadPlan.of(found, manifest, names, folder);
            List<Chosen> missing = missing(plan);
            return Futures.then(fetch(missing, 0), done -> downloaded(plan, missing.size()));
        });
    }

    private static List<Chosen> missing(DownloadPlan plan) {
        return plan.files().stream()
                .filter(file ->
                        !file.place().holds(file.entry().size(), file.entry().md5()))
                .toList();
    }

    private CompletableFuture<Boolean> fetch(List<Chosen> files, int from) {
        if (from >= files.size()) {
            return CompletableFuture.completedFuture(true);
        }
        List<Chosen> batch = files.subList(from, Math.min(files.size(), from + BATCH));
        List<String> names = batch.stream().map(Chosen::name).toList();
        CompletableFuture<Boolean> fetched = Futures.thenAsk(
                queries.files(found, names),
                stored -> Futures.allOrNone(
                        batch.stream().map(file -> fetch(file, stored)).toList()));
        return Futures.thenAsk(fetched, done -> fetch(files, from + BATCH));
    }

    private CompletableFuture<ArtifactFile> fetch(Chosen file, Map<String, StoredAt> stored) {
        AtomicReference<@Nullable StoredAt> known = new AtomicReference<>(stored.get(file.name()));
        Remote<ArtifactFile> remote = new Remote<>(
                NAME,
                found.about() + "/" + file.name(),
                () -> {
                    StoredAt first = known.getAndSet(null);
                    return first != null
                            ? CompletableFuture.completedFuture(file(file, first))
                            : Futures.then(
                                    queries.files(found, List.of(file.name())),
                                    fresh -> file(file, fresh.get(file.name())));
                },
                "The storage may have lost it: log the artifact again, or choose its other files");
        return new Download<>(storage, remote, file.place()).start();
    }

    private ArtifactFile file(Chosen file, @Nullable StoredAt stored) {
        if (stored == null) {
            throw new WandbNotFoundException(
                    "The server does not have the file " + file.name() + " of artifact " + found.about()
                            + ", which its manifest lists: it was deleted, or is not there yet",
                    new Details(200, NAME, found.about() + "/" + file.name(), null),
                    null);
        }
        String md5 = file.entry().md5();
        return new ArtifactFile(file.entry().size(), md5 != null ? md5 : stored.md5(), stored.address());
    }

    private DownloadedArtifact downloaded(DownloadPlan plan, int fetched) {
        List<ArtifactEntry> files = plan.files().stream()
                .map(file -> file.entry().named(file.name()))
                .toList();
        return new DownloadedArtifact(found.artifact(), folder, files, plan.references(), fetched);
    }
}
