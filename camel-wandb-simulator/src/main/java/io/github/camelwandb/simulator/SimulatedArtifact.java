// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import io.github.camelwandb.simulator.store.Artifact;
import io.github.camelwandb.simulator.store.RunFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A version of an artifact in the simulator. */
public final class SimulatedArtifact {

    private final Artifact artifact;

    SimulatedArtifact(Artifact artifact) {
        this.artifact = artifact;
    }

    /** The opaque id. */
    public String id() {
        return artifact.id();
    }

    /** Such as {@code mnist:v0}. */
    public String name() {
        return artifact.collection().name() + ":v" + artifact.version();
    }

    /** Such as {@code dataset}. */
    public String type() {
        return artifact.collection().type();
    }

    /** What was told of its content when it was created, in hexadecimal. */
    public String digest() {
        return artifact.description().digest();
    }

    /** In alphabetical order. */
    public List<String> aliases() {
        return artifact.collection().aliasesOf(artifact);
    }

    /** What people read of it. */
    public @Nullable String description() {
        return artifact.description().text();
    }

    /** The JSON text that programs read of it. */
    public @Nullable String metadata() {
        return artifact.description().metadata();
    }

    /** Its files by name. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        artifact.files().forEach((name, file) -> files.put(name, file.content()));
        return files;
    }

    /** Stores other bytes under the name of a file, whatever its manifest says. */
    public SimulatedArtifact file(String name, byte[] content) {
        artifact.write(name, content);
        return this;
    }

    /** The storage loses a file. */
    public SimulatedArtifact lose(String name) {
        artifact.files().remove(name);
        return this;
    }

    /** The list of its content, as its writer wrote it. */
    public String manifest() {
        RunFile manifest = artifact.manifest();
        return manifest == null ? "" : new String(manifest.content(), StandardCharsets.UTF_8);
    }

    /** Another list, which nobody checks. */
    public SimulatedArtifact manifest(String json) {
        artifact.writeManifest(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public String toString() {
        return name();
    }
}
