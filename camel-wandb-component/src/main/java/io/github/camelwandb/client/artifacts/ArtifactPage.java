// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.model.ProjectPath;

/** Where people look at a version. */
@FunctionalInterface
public interface ArtifactPage {

    /**
     * The address.
     *
     * @param version {@code vN}
     */
    String of(ProjectPath project, String type, String collection, String version);
}
