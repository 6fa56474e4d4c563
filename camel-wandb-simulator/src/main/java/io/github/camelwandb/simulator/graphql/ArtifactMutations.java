// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Artifact;
import io.github.camelwandb.simulator.store.MultipartUpload;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.Store;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a writer makes an artifact: created, its manifest announced, its files and the manifest uploaded, committed. */
final class ArtifactMutations {

    private final Store store;

    ArtifactMutations(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Mutation")
                .fieldWith("createArtifact", (source, env) -> create(RunMutations.input(env)))
                .fieldWith("createArtifactManifest", (source, env) -> manifest(env))
                .fieldWith("createArtifactFiles", (source, env) -> files(env))
                .fieldWith("completeMultipartUploadArtifact", (source, env) -> complete(RunMutations.input(env)))
                .fieldWith("commitArtifact", (source, env) -> commit(RunMutations.input(env)))
                .fieldWith("useArtifact", (source, env) -> use(RunMutations.input(env)))
                .fieldWith("updateArtifact", (source, env) -> update(RunMutations.input(env)))
                .fieldWith("deleteArtifact", (source, env) -> delete(RunMutations.input(env)))
                .fieldWith("addAliases", (source, env) -> addAliases(RunMutations.input(env)))
                .fieldWith("deleteAliases", (source, env) -> deleteAliases(RunMutations.input(env)));
    }

    private Map<String, Object> create(Map<String, Object> input) {
        Project project = store.project(
                RunMutations.text(input, "entityName"), String.valueOf(RunMutations.text(input, "projectName")));
        if (project == null) {
            throw new Refusal(404, "project not found");
        }
        Run creator = input.get("runName") == null ? null : RunMutations.runByName(store, input);
        Artifact.Description description = new Artifact.Description(
                String.valueOf(RunMutations.text(input, "digest")),
                RunMutations.text(input, "digestAlgorithm"),
                RunMutations.text(input, "description"),
                RunMutations.text(input, "metadata"),
                members(input, "tags", "tagName"));
        List<String> aliases = members(input, "aliases", "alias");
        aliases.forEach(ArtifactMutations::requireAlias);
        Artifact artifact;
        try {
            artifact = store.artifacts()
                    .create(
                            project,
                            String.valueOf(RunMutations.text(input, "artifactTypeName")),
                            collectionName(input),
                            creator,
                            description,
                            aliases,
                            RunMutations.text(input, "clientID"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(409, String.valueOf(e.getMessage()));
        }
        return Fields.map("artifact", artifact);
    }

    private static String collectionName(Map<String, Object> input) {
        if (input.get("artifactCollectionNames") instanceof List<?> names && !names.isEmpty()) {
            return String.valueOf(names.get(0));
        }
        String name = RunMutations.text(input, "artifactCollectionName");
        if (name == null) {
            throw new Refusal(400, "an artifact needs the name of its collection");
        }
        return name;
    }

    private static List<String> members(Map<String, Object> input, String list, String member) {
        List<String> values = new ArrayList<>();
        if (input.get(list) instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> map) {
                    values.add(String.valueOf(map.get(member)));
                }
            }
        }
        return values;
    }

    private Artifact artifact(@Nullable Object id) {
        Artifact artifact = store.artifacts().byId(String.valueOf(id));
        if (artifact == null) {
            throw new Refusal(404, "artifact not found");
        }
        return artifact;
    }

    private Map<String, Object> manifest(DataFetchingEnvironment env) {
        Artifact artifact = artifact(RunMutations.input(env).get("artifactID"));
        return Fields.map(
                "artifactManifest",
                ArtifactFields.manifest(artifact, Fields.caller(env).links()));
    }

    private Map<String, Object> files(DataFetchingEnvironment env) {
        Links links = Fields.caller(env).links();
        List<Map<String, Object>> nodes = new ArrayList<>();
        if (RunMutations.input(env).get("artifactFiles") instanceof List<?> specs) {
            for (Object spec : specs) {
                if (spec instanceof Map<?, ?> file) {
                    nodes.add(file(file, links));
                }
            }
        }
        return Fields.map("files", Connections.page(nodes, nodes.size(), null));
    }

    /** Where a file goes: nowhere, if the storage has it already. */
    private Map<String, Object> file(Map<?, ?> file, Links links) {
        Artifact artifact = artifact(file.get("artifactID"));
        String name = String.valueOf(file.get("name"));
        Map<String, Object> node = ArtifactFields.file(name, null, links.artifactFile(artifact, name), links);
        Artifact birth = store.artifacts().storedWith(artifact, name, String.valueOf(file.get("md5")));
        node.put("artifact", birth == null ? artifact : birth);
        if (birth != null) {
            node.remove("uploadUrl");
        } else if (file.get("uploadPartsInput") instanceof List<?> parts && !parts.isEmpty()) {
            node.remove("uploadUrl");
            node.put("uploadMultipartUrls", parts(artifact, name, digests(parts), links));
        }
        return node;
    }

    private Map<String, Object> parts(Artifact artifact, String name, Map<Integer, String> digests, Links links) {
        MultipartUpload upload = store.artifacts().beginUpload(name, digests);
        List<Map<String, Object>> urls = new ArrayList<>();
        for (int number : upload.numbers()) {
            urls.add(Fields.map(
                    "partNumber", number, "uploadUrl", links.artifactPart(artifact, upload.id() + "/" + number)));
        }
        return Fields.map("uploadID", upload.id(), "uploadUrlParts", urls);
    }

    /** The MD5 of parts in base64, by number. */
    private static Map<Integer, String> digests(Object parts) {
        Map<Integer, String> digests = new HashMap<>();
        if (parts instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> part && part.get("partNumber") instanceof Number number) {
                    byte[] md5 = HexFormat.of().parseHex(String.valueOf(part.get("hexMD5")));
                    digests.put(number.intValue(), Base64.getEncoder().encodeToString(md5));
                }
            }
        }
        return digests;
    }

    private Map<String, Object> complete(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        Map<Integer, String> parts = digests(java.util.Objects.requireNonNull(input.get("completedParts")));
        if (!store.artifacts().completeUpload(artifact, String.valueOf(RunMutations.text(input, "uploadID")), parts)) {
            throw new Refusal(400, "the upload is not known, or some of its parts are not there");
        }
        return Fields.map("digest", artifact.description().digest());
    }

    private static void requireAlias(String alias) {
        if (alias.contains("/") || alias.contains(":") || alias.matches("v\\d+")) {
            throw new Refusal(400, "invalid alias " + alias);
        }
    }

    private Map<String, Object> commit(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        try {
            store.artifacts().commit(artifact);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
        return Fields.map("artifact", artifact);
    }

    private Map<String, Object> use(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        store.artifacts().use(RunMutations.runByName(store, input), artifact);
        return Fields.map("artifact", artifact);
    }

    /** What is null or missing is left alone; tags come and go one by one. */
    private Map<String, Object> update(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        Artifact.Description before = artifact.description();
        Set<String> tags = new LinkedHashSet<>(before.tags());
        tags.addAll(members(input, "tagsToAdd", "tagName"));
        members(input, "tagsToDelete", "tagName").forEach(tags::remove);
        String text = RunMutations.text(input, "description");
        String metadata = RunMutations.text(input, "metadata");
        artifact.describe(new Artifact.Description(
                before.digest(),
                before.digestAlgorithm(),
                text == null ? before.text() : text,
                metadata == null ? before.metadata() : metadata,
                List.copyOf(tags)));
        return Fields.map("artifact", artifact);
    }

    private Map<String, Object> delete(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        boolean named = !artifact.collection().aliasesOf(artifact).isEmpty();
        if (named && !Boolean.TRUE.equals(input.get("deleteAliases"))) {
            throw new Refusal(409, "cannot delete an artifact that has aliases");
        }
        store.artifacts().delete(artifact);
        return Fields.map("artifact", artifact);
    }

    private Map<String, Object> addAliases(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        List<String> aliases = members(input, "aliases", "alias");
        aliases.forEach(ArtifactMutations::requireAlias);
        aliases.forEach(alias -> artifact.collection().addAlias(alias, artifact));
        return RunMutations.success(input);
    }

    private Map<String, Object> deleteAliases(Map<String, Object> input) {
        Artifact artifact = artifact(input.get("artifactID"));
        members(input, "aliases", "alias")
                .forEach(alias -> artifact.collection().deleteAlias(alias, artifact));
        return RunMutations.success(input);
    }
}
