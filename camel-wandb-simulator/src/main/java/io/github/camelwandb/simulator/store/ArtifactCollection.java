// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of an artifact of one name, and what they are called. Safe for use by several threads. */
public final class ArtifactCollection {

    private static final String LATEST = "latest";

    private final Project project;
    private final String type;
    private final String name;
    private final Instant createdAt;
    private final List<Artifact> versions = new ArrayList<>();
    private final Map<String, Artifact> aliases = new TreeMap<>();
    private int nextVersion;

    ArtifactCollection(Project project, String type, String name, Instant createdAt) {
        this.project = project;
        this.type = type;
        this.name = name;
        this.createdAt = createdAt;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Project project() {
        return project;
    }

    /** Such as {@code dataset} or {@code model}. */
    public String type() {
        return type;
    }

    public String name() {
        return name;
    }

    /** The opaque id. */
    public String id() {
        return StorageIds.of("ArtifactCollection", project.entity(), project.name(), name);
    }

    /** Committed versions, oldest first. */
    public synchronized List<Artifact> versions() {
        return List.copyOf(versions);
    }

    /** Gives it the next version number, the alias {@code latest} and others, unless it has a number already. */
    synchronized void commit(Artifact artifact, Collection<String> names) {
        if (artifact.version() == null) {
            artifact.committed(nextVersion++);
            versions.add(artifact);
            aliases.put(LATEST, artifact);
        }
        names.forEach(alias -> aliases.put(alias, artifact));
    }

    /** Gives a version another name, which no other version keeps. */
    public synchronized void addAlias(String alias, Artifact artifact) {
        aliases.put(alias, artifact);
    }

    /** Takes a name away from a version, if it has it. */
    public synchronized void deleteAlias(String alias, Artifact artifact) {
        aliases.remove(alias, artifact);
    }

    /** Forgets a version and its names; the newest that is left is the latest. Its number is not used again. */
    synchronized void delete(Artifact artifact) {
        versions.remove(artifact);
        aliases.values().removeIf(named -> named == artifact);
        if (!versions.isEmpty()) {
            aliases.putIfAbsent(LATEST, versions.get(versions.size() - 1));
        }
    }

    public synchronized List<String> aliasesOf(Artifact artifact) {
        return aliases.keySet().stream()
                .filter(alias -> aliases.get(alias) == artifact)
                .toList();
    }

    /** A version by alias, {@code vN} or digest. */
    public synchronized @Nullable Artifact find(String alias) {
        Artifact named = aliases.get(alias);
        return named != null
                ? named
                : versions.stream()
                        .filter(version -> alias.equals("v" + version.version())
                                || alias.equals(version.description().digest()))
                        .findFirst()
                        .orElse(null);
    }

    public synchronized @Nullable Artifact latest() {
        return aliases.get(LATEST);
    }
}
