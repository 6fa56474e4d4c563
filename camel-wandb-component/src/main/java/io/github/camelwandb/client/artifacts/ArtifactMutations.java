// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.files.UploadTarget;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.StorageTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What changes artifacts. Each may be done twice: a version that is created is known by an id of the client, and everything else by its own. */
final class ArtifactMutations {

    private final GraphqlTransport graphql;
    private final StorageTransport storage;

    ArtifactMutations(GraphqlTransport graphql, StorageTransport storage) {
        this.graphql = graphql;
        this.storage = storage;
    }

    /**
     * A version that was begun, or that has the same content.
     *
     * @param isCommitted whether all of it is there already
     */
    record Begun(String id, boolean isCommitted) {}

    CompletableFuture<Begun> create(RunPath run, NewArtifact artifact, String digest, ClientIds ids) {
        String about = about(run, artifact);
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("entityName", run.entity());
        input.put("projectName", run.project());
        input.put("runName", run.runId());
        input.put("artifactTypeName", artifact.type());
        input.put("artifactCollectionName", artifact.collection());
        input.put("digest", digest);
        input.put("digestAlgorithm", "MANIFEST_MD5");
        input.put("description", artifact.description());
        input.put(
                "metadata",
                artifact.metadata().isEmpty() ? null : ServerJson.text(ServerJson.valueOf(artifact.metadata())));
        input.put(
                "aliases",
                artifact.aliases().stream()
                        .map(alias -> Map.of("artifactCollectionName", artifact.collection(), "alias", alias))
                        .toList());
        input.put("clientID", ids.artifact());
        input.put("sequenceClientID", ids.sequence());
        input.put("enableDigestDeduplication", true);
        CompletableFuture<Begun> begun = ask("CreateArtifact", Map.of("input", input), about, data -> {
            JsonNode node = data.path("createArtifact").path("artifact");
            return new Begun(
                    id(node, "CreateArtifact", about),
                    node.path("state").asText().equals("COMMITTED"));
        });
        return Futures.explained(
                begun,
                failure -> failure instanceof WandbConflictException conflict
                        ? explained(artifact, about, conflict)
                        : failure);
    }

    private static WandbConflictException explained(
            NewArtifact artifact, String about, WandbConflictException conflict) {
        String said = conflict.serverMessage();
        return new WandbConflictException(
                "A version of " + about + " of the type " + artifact.type() + " is in conflict with what the server has"
                        + (said == null || said.isEmpty() ? "" : " (" + said + ")")
                        + ": all versions of an artifact have the type of its first, so name that type, or choose another name",
                new Details(conflict.status().orElse(0), "CreateArtifact", about, said),
                conflict);
    }

    /** @return the id of the manifest */
    CompletableFuture<String> announceManifest(RunPath run, String artifactId, String about) {
        return ask(
                "CreateArtifactManifest",
                manifest(run, artifactId, "", false),
                about,
                data -> id(
                        data.path("createArtifactManifest").path("artifactManifest"), "CreateArtifactManifest", about));
    }

    /** Where the manifest with this MD5 in base64 goes. */
    CompletableFuture<UploadTarget> manifestTarget(RunPath run, String artifactId, String md5, String about) {
        return ask("CreateArtifactManifest", manifest(run, artifactId, md5, true), about, data -> {
            JsonNode file =
                    data.path("createArtifactManifest").path("artifactManifest").path("file");
            UploadTarget target = target(file);
            if (target == null) {
                throw incompatible("where the manifest goes", "CreateArtifactManifest", about);
            }
            return target;
        });
    }

    private static Map<String, @Nullable Object> manifest(RunPath run, String artifactId, String md5, boolean upload) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("artifactId", artifactId);
        variables.put("name", Manifest.NAME);
        variables.put("digest", md5);
        variables.put("upload", upload);
        return variables;
    }

    /** Where files go, in their order. */
    CompletableFuture<List<FileTarget>> targets(
            String artifactId, String manifestId, List<HashedFile> files, String about) {
        List<Map<String, Object>> specifications = new ArrayList<>();
        for (HashedFile file : files) {
            Map<String, Object> specification = new HashMap<>(Map.of(
                    "artifactID",
                    artifactId,
                    "artifactManifestID",
                    manifestId,
                    "name",
                    file.name(),
                    "md5",
                    file.md5()));
            if (!file.parts().isEmpty()) {
                specification.put("uploadPartsInput", parts(file));
            }
            specifications.add(specification);
        }
        return ask("CreateArtifactFiles", Map.of("files", specifications), about, data -> {
            List<FileTarget> targets = new ArrayList<>();
            data.path("createArtifactFiles")
                    .path("files")
                    .path("edges")
                    .forEach(edge -> targets.add(fileTarget(edge.path("node"), artifactId)));
            if (targets.size() != files.size()) {
                throw incompatible("where each of " + files.size() + " files goes", "CreateArtifactFiles", about);
            }
            return targets;
        });
    }

    private static List<Map<String, Object>> parts(HashedFile file) {
        return file.parts().stream()
                .map(part -> Map.<String, Object>of(
                        "partNumber", part.number(), "hexMD5", HexFormat.of().formatHex(part.md5())))
                .toList();
    }

    private FileTarget fileTarget(JsonNode node, String artifactId) {
        JsonNode multipart = node.path("uploadMultipartUrls");
        @Nullable String uploadId = ServerJson.textIn(multipart.path("uploadID"));
        Map<Integer, HttpUrl> parts = new HashMap<>();
        for (JsonNode part : multipart.path("uploadUrlParts")) {
            HttpUrl address = url(part.path("uploadUrl"));
            if (address != null) {
                parts.put(part.path("partNumber").asInt(), address);
            }
        }
        @Nullable String birthId = ServerJson.textIn(node.path("artifact").path("id"));
        return new FileTarget(
                birthId == null ? artifactId : birthId,
                node.path("storagePath").asText(),
                target(node),
                parts.isEmpty() ? null : uploadId,
                parts,
                headers(node).stream()
                        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                        .findFirst()
                        .orElse(null));
    }

    private @Nullable UploadTarget target(JsonNode node) {
        HttpUrl address = url(node.path("uploadUrl"));
        return address == null ? null : new UploadTarget(address, headers(node));
    }

    private static List<String> headers(JsonNode node) {
        List<String> headers = new ArrayList<>();
        node.path("uploadHeaders").forEach(header -> headers.add(header.asText()));
        return headers;
    }

    private @Nullable HttpUrl url(JsonNode value) {
        String text = ServerJson.textIn(value);
        return text == null || text.isEmpty() ? null : storage.url(text);
    }

    /** Makes one file of its parts. */
    CompletableFuture<Boolean> complete(String artifactId, FileTarget target, HashedFile file, String about) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("artifactId", artifactId);
        variables.put("storagePath", target.storagePath());
        variables.put("uploadId", target.uploadId());
        variables.put("parts", parts(file));
        return ask("CompleteArtifactFile", variables, about, data -> {
            if (!data.path("completeMultipartUploadArtifact").isObject()) {
                throw refused("CompleteArtifactFile", about);
            }
            return true;
        });
    }

    CompletableFuture<Boolean> commit(String artifactId, String about) {
        return ask("CommitArtifact", Map.of("id", artifactId), about, data -> {
            id(data.path("commitArtifact").path("artifact"), "CommitArtifact", about);
            return true;
        });
    }

    CompletableFuture<Boolean> use(RunPath run, Artifact artifact) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("id", artifact.id());
        String about = artifact + " by run " + run;
        return ask("UseArtifact", variables, about, data -> {
            id(data.path("useArtifact").path("artifact"), "UseArtifact", about);
            return true;
        });
    }

    CompletableFuture<Boolean> addAliases(Artifact artifact, List<String> aliases) {
        return aliases("AddAliases", "addAliases", artifact, aliases);
    }

    CompletableFuture<Boolean> deleteAliases(Artifact artifact, List<String> aliases) {
        return aliases("DeleteAliases", "deleteAliases", artifact, aliases);
    }

    private CompletableFuture<Boolean> aliases(
            String operation, String field, Artifact artifact, List<String> aliases) {
        if (aliases.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        ProjectPath project = artifact.project();
        List<Map<String, String>> named = aliases.stream()
                .map(alias -> Map.of(
                        "entityName", project.entity(),
                        "projectName", project.project(),
                        "artifactCollectionName", artifact.collection(),
                        "alias", alias))
                .toList();
        return ask(operation, Map.of("id", artifact.id(), "aliases", named), artifact.toString(), data -> {
            if (!data.path(field).path("success").asBoolean()) {
                throw refused(operation, artifact.toString());
            }
            return true;
        });
    }

    /** For the texts of errors. */
    static String about(RunPath run, NewArtifact artifact) {
        return run.projectPath() + "/" + artifact.collection();
    }

    private static String id(JsonNode node, String operation, String about) {
        @Nullable String id = ServerJson.textIn(node.path("id"));
        if (id == null) {
            throw refused(operation, about);
        }
        return id;
    }

    private static WandbPermissionException refused(String operation, String about) {
        return new WandbPermissionException(
                "The server did not do " + operation + " of artifact " + about
                        + ", and did not say why: check that the key may write to the project",
                ArtifactQueries.answered(operation, about),
                null);
    }

    private static WandbServerIncompatibleException incompatible(String what, String operation, String about) {
        return new WandbServerIncompatibleException(
                "The server does not say " + what + " in artifact " + about + ": a self-hosted server may be too old",
                ArtifactQueries.answered(operation, about),
                null);
    }

    private <R> CompletableFuture<R> ask(
            String operation,
            Map<String, ? extends @Nullable Object> variables,
            String about,
            Function<JsonNode, R> answer) {
        return graphql.execute(
                new GraphqlOperation<>(operation, variables, about, parser -> answer.apply(parser.readValueAsTree())));
    }
}
