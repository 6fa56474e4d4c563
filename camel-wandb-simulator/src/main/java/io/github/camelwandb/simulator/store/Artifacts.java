// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All artifacts of a server, and which run made and used which. Safe for use by several threads. */
public final class Artifacts {

    private record Use(Run run, Artifact artifact) {}

    private final Clock clock;
    private final Map<String, Artifact> byId = new LinkedHashMap<>();
    private final Map<String, Collection<String>> requestedAliases = new LinkedHashMap<>();
    private final Map<String, ArtifactCollection> collections = new LinkedHashMap<>();
    private final Map<String, Artifact> byClientId = new LinkedHashMap<>();
    private final Map<String, MultipartUpload> uploads = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private int nextUpload = 1;
    private int nextId = 1;

    Artifacts(Clock clock) {
        this.clock = clock;
    }

    /**
     * Begins a version; one with the same content that is committed is given instead, and the one that the same client began.
     *
     * @param aliases that it gets when it is committed
     * @param clientId by which a client says that it means the same one; null if it does not say
     * @throws IllegalArgumentException if there are versions of another type
     */
    public synchronized Artifact create(
            Project project,
            String type,
            String name,
            @Nullable Run creator,
            Artifact.Description description,
            Collection<String> aliases,
            @Nullable String clientId) {
        ArtifactCollection collection = collections.computeIfAbsent(
                key(project, name), key -> new ArtifactCollection(project, type, name, clock.instant()));
        if (!collection.type().equals(type)) {
            throw new IllegalArgumentException(
                    "artifact " + name + " is of type " + collection.type() + ", not " + type);
        }
        Artifact same = collection.find(description.digest());
        if (same != null) {
            collection.commit(same, aliases);
            return same;
        }
        Artifact begun = clientId == null ? null : byClientId.get(clientId);
        if (begun != null) {
            return begun;
        }
        String id = StorageIds.of("Artifact", String.valueOf(nextId++));
        Artifact artifact = new Artifact(id, collection, creator, description, clock);
        byId.put(id, artifact);
        requestedAliases.put(id, aliases);
        if (clientId != null) {
            byClientId.put(clientId, artifact);
        }
        return artifact;
    }

    /**
     * The version with which a file of this content was stored, itself or one of the same name.
     *
     * @param md5 in base64
     */
    public synchronized @Nullable Artifact storedWith(Artifact artifact, String name, String md5) {
        List<Artifact> candidates = new ArrayList<>(artifact.collection().versions());
        candidates.add(artifact);
        return candidates.stream()
                .filter(each -> each == artifact
                        ? has(each.files().get(name), md5)
                        : each.files().values().stream().anyMatch(file -> has(file, md5)))
                .findFirst()
                .orElse(null);
    }

    private static boolean has(@Nullable RunFile file, String md5) {
        return file != null && file.md5().equals(md5);
    }

    /**
     * Begins a file that comes in parts.
     *
     * @param parts the MD5 of each in base64, by number
     */
    public synchronized MultipartUpload beginUpload(String name, Map<Integer, String> parts) {
        MultipartUpload upload = new MultipartUpload("upload-" + nextUpload++, name, parts);
        uploads.put(upload.id(), upload);
        return upload;
    }

    public synchronized @Nullable MultipartUpload upload(String id) {
        return uploads.get(id);
    }

    /**
     * Makes a file of its parts.
     *
     * @param parts the MD5 of each in base64, by number
     * @return whether all were there
     */
    public synchronized boolean completeUpload(Artifact artifact, String uploadId, Map<Integer, String> parts) {
        MultipartUpload upload = uploads.get(uploadId);
        byte[] content = upload == null ? null : upload.whole(parts);
        if (upload == null || content == null) {
            return false;
        }
        artifact.write(upload.name(), content);
        uploads.remove(uploadId);
        return true;
    }

    /**
     * Makes it a version.
     *
     * @throws IllegalArgumentException if its manifest lists a file that was not stored
     */
    public synchronized void commit(Artifact artifact) {
        addStoredContent(artifact);
        requireContent(artifact);
        Collection<String> aliases = requestedAliases.remove(artifact.id());
        artifact.collection().commit(artifact, aliases == null ? List.of() : aliases);
    }

    /** A version that goes on from another is uploaded without the files that the other has; its manifest lists them. */
    private void addStoredContent(Artifact artifact) {
        artifact.listed().forEach((name, entry) -> {
            Artifact birth = byId.get(entry.path("birthArtifactID").asText());
            if (birth != null && birth != artifact && !artifact.files().containsKey(name)) {
                birth.files().values().stream()
                        .filter(file -> file.md5().equals(entry.path("digest").asText()))
                        .findFirst()
                        .ifPresent(file -> artifact.write(name, file.content()));
            }
        });
    }

    private static void requireContent(Artifact artifact) {
        artifact.listed().forEach((name, entry) -> {
            boolean isOther = entry.has("ref") || entry.path("extra").has("alg");
            if (!isOther
                    && !has(artifact.files().get(name), entry.path("digest").asText())) {
                throw new IllegalArgumentException("the file " + name + " is not there");
            }
        });
    }

    /** All committed versions of a project, by the age of their collections. */
    public synchronized List<Artifact> versions(Project project) {
        return collections(project).stream()
                .flatMap(collection -> collection.versions().stream())
                .toList();
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

    /** What a writer does, at once: a version with these files, its manifest, its number. */
    public synchronized Artifact log(
            Project project, String type, String name, @Nullable Run creator, Map<String, byte[]> files) {
        Map<String, Map<String, Object>> contents = new TreeMap<>();
        StringBuilder lines = new StringBuilder("wandb-artifact-manifest-v1\n");
        new TreeMap<>(files).forEach((path, content) -> {
            String md5 = new RunFile(path, content, clock.instant()).md5();
            contents.put(path, Map.of("digest", md5, "size", content.length));
            lines.append(path).append(':').append(md5).append('\n');
        });
        byte[] listing = lines.toString().getBytes(StandardCharsets.UTF_8);
        String md5 = new RunFile("", listing, clock.instant()).md5();
        String digest = HexFormat.of().formatHex(Base64.getDecoder().decode(md5));
        Artifact artifact = create(
                project,
                type,
                name,
                creator,
                new Artifact.Description(digest, "MANIFEST_MD5", null, null, List.of()),
                List.of(),
                null);
        if (artifact.version() == null) {
            files.forEach(artifact::write);
            String manifest = JsonText.write(Map.of(
                    "version",
                    1,
                    "storagePolicy",
                    "wandb-storage-policy-v1",
                    "storagePolicyConfig",
                    Map.of("storageLayout", "V2"),
                    "contents",
                    contents));
            artifact.writeManifest(manifest.getBytes(StandardCharsets.UTF_8));
            commit(artifact);
        }
        return artifact;
    }

    private static String key(Project project, String name) {
        return project.id() + "/" + name;
    }
}
