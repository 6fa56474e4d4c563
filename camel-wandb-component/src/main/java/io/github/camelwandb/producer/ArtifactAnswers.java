// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.DownloadedArtifact;
import java.util.Map;

/** What operations on one artifact answer. */
final class ArtifactAnswers {

    private ArtifactAnswers() {}

    static Answer of(Artifact artifact) {
        return new Answer(artifact, headers(artifact));
    }

    static Answer of(DownloadedArtifact downloaded) {
        return new Answer(downloaded, headers(downloaded.artifact()));
    }

    private static Map<String, Object> headers(Artifact artifact) {
        return Map.of(WandbConstants.ARTIFACT_NAME, artifact.name());
    }
}
