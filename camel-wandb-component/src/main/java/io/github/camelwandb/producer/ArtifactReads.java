// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.artifacts.ArtifactName;
import io.github.camelwandb.client.artifacts.Artifacts;
import io.github.camelwandb.client.model.Artifact;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that read artifacts. */
final class ArtifactReads implements OperationGroup {

    private final Artifacts artifacts;
    private final Targets targets;
    private final ArtifactNames names;
    private final DownloadPlaces places;
    private final boolean used;
    private final int pageSize;

    ArtifactReads(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.artifacts = client.artifacts();
        this.targets = targets;
        this.names = new ArtifactNames(configuration);
        this.places = new DownloadPlaces(configuration.getFileDir());
        this.used = configuration.isUsedArtifacts();
        this.pageSize = configuration.getPageSize();
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(
                WandbOperation.listArtifacts,
                this::list,
                WandbOperation.getArtifact,
                this::get,
                WandbOperation.downloadArtifact,
                this::download);
    }

    private CompletableFuture<Answer> list(Message message) {
        return listing(message).thenApply(found -> Answer.of(new BodyIterator<>(found)));
    }

    private CompletableFuture<Iterator<Artifact>> listing(Message message) {
        if (targets.namesRun(message)) {
            boolean inputs = isUsed(message);
            return targets.run(message).thenCompose(run -> artifacts.ofRun(run, inputs, pageSize));
        }
        if (names.isNamed(message)) {
            String collection = names.collection(message);
            return targets.project(message).thenCompose(project -> artifacts.versions(project, collection, pageSize));
        }
        String type = names.type(message);
        if (type == null) {
            throw new IllegalArgumentException("Which artifacts are meant? Name a run, in the path or in the header "
                    + WandbConstants.OVERRIDE_RUN_ID + ", an artifact, in the header " + WandbConstants.ARTIFACT
                    + " or the option artifact, or a type, in the header " + WandbConstants.ARTIFACT_TYPE
                    + " or the option artifactType");
        }
        return targets.project(message).thenCompose(project -> artifacts.ofType(project, type, pageSize));
    }

    private boolean isUsed(Message message) {
        Object header = message.getHeader(WandbConstants.USED_ARTIFACTS);
        Boolean value = message.getHeader(WandbConstants.USED_ARTIFACTS, used, Boolean.class);
        if (header != null && value == null) {
            throw new IllegalArgumentException(
                    "The header " + WandbConstants.USED_ARTIFACTS + "=" + header + " is neither true nor false");
        }
        return Boolean.TRUE.equals(value);
    }

    private CompletableFuture<Answer> get(Message message) {
        ArtifactName name = names.version(message);
        return targets.project(message)
                .thenCompose(project -> artifacts.get(project, name))
                .thenApply(ArtifactAnswers::of);
    }

    private CompletableFuture<Answer> download(Message message) {
        ArtifactName name = names.version(message);
        List<String> files = HeaderTexts.of(message, WandbConstants.ARTIFACT_FILES);
        Path folder = places.folder(message);
        return targets.project(message)
                .thenCompose(project -> artifacts.download(project, name, files, folder))
                .thenApply(ArtifactAnswers::of);
    }
}
