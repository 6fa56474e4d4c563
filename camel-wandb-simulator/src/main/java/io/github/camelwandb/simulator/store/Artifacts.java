// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All artifacts of a server, and which run made and used which. Safe for use by several threads. */
public final class Artifacts {

    private record Use(Run run, Artifact artifact) {}

    private final Clock clock;
    private final Map<String, Artifact> byId = new LinkedHashMap<>();
    private final Map<String, Collection<String>> requestedAliases = new LinkedHashMap<>();
    private final Map<String, ArtifactCollection> collections = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private int nextId = 1;

    Artifacts(Clock clock) {
        this.clock = clock;
    }

    /**
     * Begins a version; one with the same content that is committed is given instead.
     *
     * @param aliases that it gets when it is committed
     */
    public synchronized Artifact create(
            Project project,
            String type,
            String name,
            @Nullable Run creator,
            Artifact.Description description,
            Collection<String> aliases) {
        ArtifactCollection collection = collections.computeIfAbsent(
                key(project, name), key -> new ArtifactCollection(project, type, name, clock.instant()));
        Artifact same = collection.find(description.digest());
        if (same != null) {
            collection.commit(same, aliases);
            return same;
        }
        String id = StorageIds.of("Artifact", String.valueOf(nextId++));
        Artifact artifact = new Artifact(id, collection, creator, description, clock);
        byId.put(id, artifact);
        requestedAliases.put(id, aliases);
        return artifact;
    }

    /** Makes it a version. */
    public synchronized void commit(Artifact artifact) {
        addStoredContent(artifact);
        Collection<String> aliases = requestedAliases.remove(artifact.id());
        artifact.collection().commit(artifact, aliases == null ? List.of() : aliases);
    }

    /** A version that goes on from another is uploaded without the files that the other has; its manifest lists them. */
    private void addStoredContent(Artifact artifact) {
        RunFile manifest = artifact.manifest();
        if (manifest == null) {
            return;
        }
        String text = new String(manifest.content(), StandardCharsets.UTF_8);
        JsonText.parse(text).path("contents").properties().forEach(entry -> {
            Artifact birth = byId.get(entry.getValue().path("birthArtifactID").asText());
            if (birth != null && birth != artifact && !artifact.files().containsKey(entry.getKey())) {
                birth.files().values().stream()
                        .filter(file -> file.md5()
                                .equals(entry.getValue().path("digest").asText()))
                        .findFirst()
                        .ifPresent(file -> artifact.write(entry.getKey(), file.content()));
            }
        });
    }

    public synchronized @Nullable Artifact byId(String id) {
        return byId.get(id);
    }

    public synchronized @Nullable ArtifactCollection collection(Project project, String name) {
        return collections.get(key(project, name));
    }

    public synchronized List<ArtifactCollection> collections(Project project) {
        return collections.values().stream()
                .filter(collection -> collection.project() == project)
                .toList();
    }

    /** A version by {@code NAME:ALIAS}; without an alias the latest is meant. */
    public @Nullable Artifact find(Project project, String name) {
        int colon = name.lastIndexOf(':');
        ArtifactCollection collection = collection(project, colon < 0 ? name : name.substring(0, colon));
        return collection == null ? null : collection.find(colon < 0 ? "latest" : name.substring(colon + 1));
    }

    /** Deletes a version, as if it had never been logged or used. */
    public synchronized void delete(Artifact artifact) {
        byId.remove(artifact.id());
        artifact.collection().delete(artifact);
        uses.removeIf(use -> use.artifact() == artifact);
    }

    public synchronized void use(Run run, Artifact artifact) {
        Use use = new Use(run, artifact);
        if (!uses.contains(use)) {
            uses.add(use);
        }
    }

    /** What a run used. */
    public synchronized List<Artifact> usedBy(Run run) {
        return uses.stream().filter(use -> use.run() == run).map(Use::artifact).toList();
    }

    /** The runs that used it. */
    public synchronized List<Run> usersOf(Artifact artifact) {
        return uses.stream()
                .filter(use -> use.artifact() == artifact)
                .map(Use::run)
                .toList();
    }

    /** What a run logged, as far as it is committed. */
    public synchronized List<Artifact> loggedBy(Run run) {
        return byId.values().stream()
                .filter(artifact -> artifact.creator() == run && artifact.version() != null)
                .toList();
    }

    private static String key(Project project, String name) {
        return project.id() + "/" + name;
    }
}
