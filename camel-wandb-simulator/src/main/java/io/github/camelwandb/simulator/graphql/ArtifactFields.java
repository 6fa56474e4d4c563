// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.TypeResolutionEnvironment;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Artifact;
import io.github.camelwandb.simulator.store.ArtifactCollection;
import io.github.camelwandb.simulator.store.Artifacts;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Artifacts by name, by id and by run, their versions and their files. */
final class ArtifactFields {

    /** A version under the name by which it was found. */
    record Membership(Artifact artifact) {}

    private static final long TTL_INHERITED = -2;

    private final Artifacts artifacts;

    ArtifactFields(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type("ArtifactCreator", type -> type.typeResolver(env -> object(env, "Run")));
        wiring.type("ArtifactCollection", type -> type.typeResolver(env -> object(env, "ArtifactSequence")));
        Fields.root(wiring, "Query")
                .fieldWith(
                        "artifact",
                        (source, env) -> Fields.caller(env).known()
                                ? artifacts.byId(String.valueOf(env.<Object>getArgument("id")))
                                : null);
        Fields.of(wiring, "Project", Project.class)
                .fieldWith("artifact", (project, env) -> artifacts.find(project, name(env)))
                .fieldWith("artifactType", (project, env) -> artifactType(project, name(env)))
                .fieldWith("artifactTypes", (project, env) -> page(types(project), env))
                .fieldWith("artifactCollection", (project, env) -> artifacts.collection(project, name(env)))
                .fieldWith(
                        "artifactCollectionMembership",
                        (project, env) -> membership(artifacts.find(project, name(env))));
        Fields.of(wiring, "Run", Run.class)
                .fieldWith("outputArtifacts", (run, env) -> versions(artifacts.loggedBy(run), env))
                .fieldWith("inputArtifacts", (run, env) -> versions(artifacts.usedBy(run), env));
        Fields.of(wiring, "Artifact", Artifact.class)
                .fieldWith("usedBy", (artifact, env) -> page(artifacts.usersOf(artifact), env));
        artifact(wiring);
        collection(wiring);
    }

    private static GraphQLObjectType object(TypeResolutionEnvironment env, String name) {
        return Objects.requireNonNull(env.getSchema().getObjectType(name));
    }

    private static void artifact(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "Artifact", Artifact.class)
                .field("id", Artifact::id)
                .field("state", artifact -> artifact.version() == null ? "PENDING" : "COMMITTED")
                .field("digest", artifact -> artifact.description().digest())
                .field("digestAlgorithm", artifact -> artifact.description().digestAlgorithm())
                .field("description", artifact -> artifact.description().text())
                .field("metadata", artifact -> artifact.description().metadata())
                .field("versionIndex", Artifact::version)
                .field("size", Artifact::size)
                .field("fileCount", artifact -> artifact.files().size())
                .field("createdAt", Artifact::createdAt)
                .field("updatedAt", Artifact::createdAt)
                .field("ttlIsInherited", artifact -> true)
                .field("ttlDurationSeconds", artifact -> TTL_INHERITED)
                .field("artifactType", artifact -> type(artifact.collection().type()))
                .field("artifactSequence", Artifact::collection)
                .field("aliases", ArtifactFields::aliases)
                .field(
                        "tags",
                        artifact -> artifact.description().tags().stream()
                                .map(tag -> Fields.map("id", "tag-" + tag, "name", tag))
                                .toList())
                .field("createdBy", Artifact::creator)
                .fieldWith(
                        "currentManifest",
                        (artifact, env) -> manifest(artifact, Fields.caller(env).links()));
    }

    private static Map<String, Object> type(String name) {
        return Fields.map("id", "artifact-type-" + name, "name", name);
    }

    private static List<Map<String, Object>> aliases(Artifact artifact) {
        ArtifactCollection collection = artifact.collection();
        return collection.aliasesOf(artifact).stream()
                .map(alias -> Fields.map("id", "alias-" + alias, "alias", alias, "artifactCollection", collection))
                .toList();
    }

    static Map<String, Object> manifest(Artifact artifact, Links links) {
        String name = "wandb_manifest.json";
        return Fields.map(
                "id",
                "manifest-" + artifact.id(),
                "file",
                file(name, artifact.manifest(), links.manifest(artifact, name), links));
    }

    static Map<String, Object> file(String name, @Nullable RunFile stored, String url, Links links) {
        return Fields.map(
                "id",
                Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)),
                "name",
                name,
                "displayName",
                name,
                "url",
                url,
                "directUrl",
                url,
                "uploadUrl",
                url,
                "uploadHeaders",
                links.uploadHeaders(),
                "storagePath",
                name,
                "sizeBytes",
                stored == null ? null : stored.content().length,
                "mimetype",
                stored == null ? null : stored.mimeType(),
                "updatedAt",
                stored == null ? null : stored.updatedAt(),
                "md5",
                stored == null ? null : stored.md5(),
                "digest",
                stored == null ? null : stored.md5());
    }

    private static void collection(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "ArtifactSequence", ArtifactCollection.class)
                .field("id", ArtifactCollection::id)
                .field("name", ArtifactCollection::name)
                .field("project", ArtifactCollection::project)
                .field("createdAt", ArtifactCollection::createdAt)
                .field("updatedAt", ArtifactCollection::createdAt)
                .field("defaultArtifactType", collection -> type(collection.type()))
                .field("tags", collection -> Map.of("edges", List.of()))
                .field("latestArtifact", ArtifactCollection::latest)
                .fieldWith(
                        "artifactMembership",
                        (collection, env) ->
                                membership(collection.find(String.valueOf(env.<Object>getArgument("aliasName")))))
                .fieldWith("artifacts", (collection, env) -> versions(collection.versions(), env));
        Fields.of(wiring, "ArtifactCollectionMembership", Membership.class)
                .field("id", membership -> "membership-" + membership.artifact().id())
                .field("createdAt", membership -> membership.artifact().createdAt())
                .field("versionIndex", membership -> membership.artifact().version())
                .field("aliases", membership -> aliases(membership.artifact()))
                .field("artifact", Membership::artifact)
                .field("artifactCollection", membership -> membership.artifact().collection())
                .fieldWith("files", (membership, env) -> files(membership.artifact(), env));
    }

    private static @Nullable Membership membership(@Nullable Artifact artifact) {
        return artifact == null ? null : new Membership(artifact);
    }

    private static Map<String, Object> files(Artifact artifact, DataFetchingEnvironment env) {
        Links links = Fields.caller(env).links();
        List<String> names = env.getArgument("names");
        List<Map<String, Object>> files = artifact.files().values().stream()
                .filter(file -> names == null || names.isEmpty() || names.contains(file.name()))
                .map(file -> file(file.name(), file, links.artifactFile(artifact, file.name()), links))
                .toList();
        return page(files, env);
    }

    private static Map<String, Object> versions(List<Artifact> versions, DataFetchingEnvironment env) {
        Map<String, Object> page = page(versions, env);
        if (page.get("edges") instanceof List<?> edges) {
            for (Object edge : edges) {
                @SuppressWarnings("unchecked")
                Map<String, Object> members = (Map<String, Object>) edge;
                members.put("version", "v" + ((Artifact) Objects.requireNonNull(members.get("node"))).version());
            }
        }
        return page;
    }

    private List<Map<String, Object>> types(Project project) {
        return artifacts.collections(project).stream()
                .map(ArtifactCollection::type)
                .distinct()
                .map(name -> Objects.requireNonNull(artifactType(project, name)))
                .toList();
    }

    /** Null if the project has no artifact of the type. */
    private @Nullable Map<String, Object> artifactType(Project project, String name) {
        Map<String, ArtifactCollection> named = new LinkedHashMap<>();
        artifacts.collections(project).stream()
                .filter(collection -> collection.type().equals(name))
                .forEach(collection -> named.put(collection.name(), collection));
        if (named.isEmpty()) {
            return null;
        }
        Map<String, Object> type = type(name);
        type.put("createdAt", project.createdAt());
        type.put("collections", named);
        return type;
    }

    static void wireTypes(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "ArtifactType", Map.class)
                .fieldWith(
                        "artifactCollection",
                        (type, env) -> type.get("collections") instanceof Map<?, ?> named ? named.get(name(env)) : null)
                .fieldWith(
                        "artifactCollections",
                        (type, env) -> type.get("collections") instanceof Map<?, ?> named
                                ? page(List.copyOf(named.values()), env)
                                : null);
    }

    private static <T> Map<String, Object> page(List<T> all, DataFetchingEnvironment env) {
        return Connections.page(all, env.getArgument("first"), env.getArgument("after"));
    }

    private static String name(DataFetchingEnvironment env) {
        return String.valueOf(env.<Object>getArgument("name"));
    }
}
