// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.ProjectPath;

/**
 * A version where it was asked for, which may be a collection that it is only linked to.
 *
 * @param collection in that project
 * @param version what always means it in that collection
 */
record FoundArtifact(Artifact artifact, ProjectPath project, String collection, String version) {

    /** For the texts of errors. */
    String about() {
        return project + "/" + collection + ":" + version;
    }
}
