// SPDX-License-Identifier: Apache-2.0
/**
 * Versions of files under a name. {@link io.github.camelwandb.client.artifacts.Artifacts} asks the server about them; what is in a version
 * says its {@code Manifest}; {@code ArtifactDownload} fetches what it lists, and {@code ArtifactCreation} makes one, writes it and commits.
 */
@NullMarked
package io.github.camelwandb.client.artifacts;

import org.jspecify.annotations.NullMarked;
