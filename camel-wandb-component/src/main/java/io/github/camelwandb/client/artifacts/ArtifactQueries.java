// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Page;
import io.github.camelwandb.client.transport.ServerJson;
import io.github.camelwandb.client.transport.StorageTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What the server is asked about artifacts; what is in them comes from its storage. */
final class ArtifactQueries {

    private final GraphqlTransport graphql;
    private final StorageTransport storage;
    private final ArtifactReader reader;

    ArtifactQueries(GraphqlTransport graphql, StorageTransport storage, ArtifactReader reader) {
        this.graphql = graphql;
        this.storage = storage;
        this.reader = reader;
    }

    /** @param used whether those that the run used are meant, and not those that it logged */
    CompletableFuture<Page<Artifact>> ofRun(RunPath run, boolean used, int pageSize, @Nullable String cursor) {
        String operation = used ? "RunInputArtifacts" : "RunOutputArtifacts";
        return ask(operation, paged(Variables.of(run), pageSize, cursor), run.toString(), data -> {
            JsonNode node = data.path("project").path("run");
            if (!node.isObject()) {
                throw WandbNotFoundException.run(run, answered(operation, run.toString()));
            }
            return artifacts(node.path("artifacts"), run.projectPath(), cursor, operation, run.toString());
        });
    }

    CompletableFuture<Page<Artifact>> versions(
            ProjectPath project, String collection, int pageSize, @Nullable String cursor) {
        String about = project + "/" + collection;
        Map<String, @Nullable Object> variables = paged(Variables.of(project), pageSize, cursor);
        variables.put("collection", collection);
        return ask("ArtifactVersions", variables, about, data -> {
            JsonNode node = project(data, project, "ArtifactVersions").path("artifactCollection");
            if (!node.isObject()) {
                throw new WandbNotFoundException(
                        "Project " + project + " has no artifact " + collection
                                + ": check the name, which has no version",
                        answered("ArtifactVersions", about),
                        null);
            }
            return artifacts(node.path("artifacts"), project, cursor, "ArtifactVersions", about);
        });
    }

    private Page<Artifact> artifacts(
            JsonNode connection, ProjectPath project, @Nullable String cursor, String operation, String about) {
        return Page.of(connection, cursor, node -> reader.artifact(node, project), answered(operation, about));
    }

    /** The names of those that have versions of the type. */
    CompletableFuture<Page<String>> collections(
            ProjectPath project, String type, int pageSize, @Nullable String cursor) {
        String about = project + ", type " + type;
        Map<String, @Nullable Object> variables = paged(Variables.of(project), pageSize, cursor);
        variables.put("type", type);
        return ask("ArtifactCollections", variables, about, data -> {
            JsonNode node = project(data, project, "ArtifactCollections").path("artifactType");
            if (!node.isObject()) {
                throw new WandbNotFoundException(
                        "Project " + project + " has no artifacts of the type " + type + ": check the type",
                        answered("ArtifactCollections", about),
                        null);
            }
            return Page.of(
                    node.path("artifactCollections"),
                    cursor,
                    collection -> collection.path("name").asText(),
                    answered("ArtifactCollections", about));
        });
    }

    CompletableFuture<FoundArtifact> find(ProjectPath project, ArtifactName name) {
        String about = project + "/" + name;
        Map<String, @Nullable Object> variables = Variables.of(project);
        variables.put("name", name.toString());
        return ask("Artifact", variables, about, data -> {
            JsonNode node = project(data, project, "Artifact").path("artifactCollectionMembership");
            if (!node.path("artifact").isObject()) {
                throw new WandbNotFoundException(
                        "Project " + project + " has no artifact " + name
                                + ": check the name and the version, which listArtifacts tells",
                        answered("Artifact", about),
                        null);
            }
            JsonNode index = node.path("versionIndex");
            return new FoundArtifact(
                    reader.artifact(node.path("artifact"), project),
                    project,
                    name.collection(),
                    index.isIntegralNumber() ? "v" + index.asInt() : name.version());
        });
    }

    /** @param about what it was created as, for the texts of errors */
    CompletableFuture<Artifact> byId(String id, ProjectPath project, String about) {
        return ask("ArtifactById", Map.of("id", id), about, data -> {
            if (!data.path("artifact").isObject()) {
                throw new WandbNotFoundException(
                        "The artifact " + about + " is not there any more: it was deleted meanwhile",
                        answered("ArtifactById", about),
                        null);
            }
            return reader.artifact(data.path("artifact"), project);
        });
    }

    /** A fresh address of the manifest. */
    CompletableFuture<HttpUrl> manifest(FoundArtifact found) {
        return ask("ArtifactManifest", Map.of("id", found.artifact().id()), found.about(), data -> {
            JsonNode file = data.path("artifact").path("currentManifest").path("file");
            HttpUrl address = url(file.path("directUrl"));
            if (address == null) {
                throw new WandbServerIncompatibleException(
                        "The server does not say where the manifest of artifact " + found.about()
                                + " is: it may not be committed yet, or a self-hosted server may be too old",
                        answered("ArtifactManifest", found.about()),
                        null);
            }
            return address;
        });
    }

    /** Fresh addresses of files, by their names in the manifest; without those that the server does not have. */
    CompletableFuture<Map<String, StoredAt>> files(FoundArtifact found, Collection<String> names) {
        Map<String, @Nullable Object> variables = Variables.of(found.project());
        variables.put("collection", found.collection());
        variables.put("version", found.version());
        variables.put("names", List.copyOf(names));
        variables.put("first", names.size());
        return ask("ArtifactFiles", variables, found.about(), data -> {
            Map<String, StoredAt> files = new HashMap<>();
            JsonNode membership =
                    data.path("project").path("artifactCollection").path("artifactMembership");
            for (JsonNode edge : membership.path("files").path("edges")) {
                JsonNode node = edge.path("node");
                HttpUrl direct = url(node.path("directUrl"));
                HttpUrl address = direct != null ? direct : url(node.path("url"));
                if (address != null) {
                    StoredAt stored = new StoredAt(address, ServerJson.textIn(node.path("md5")));
                    files.put(node.path("name").asText(), stored);
                    files.put(node.path("displayName").asText(), stored);
                }
            }
            return files;
        });
    }

    /**
     * Where a file is.
     *
     * @param address a permission by itself, for a while: never shown
     * @param md5 in base64, where the server says it
     */
    record StoredAt(HttpUrl address, @Nullable String md5) {

        @Override
        public String toString() {
            return address.host();
        }
    }

    private @Nullable HttpUrl url(JsonNode value) {
        String text = ServerJson.textIn(value);
        return text == null || text.isEmpty() ? null : storage.url(text);
    }

    private static JsonNode project(JsonNode data, ProjectPath path, String operation) {
        JsonNode project = data.path("project");
        if (!project.isObject()) {
            throw WandbNotFoundException.project(path, answered(operation, path.toString()));
        }
        return project;
    }

    private static Map<String, @Nullable Object> paged(
            Map<String, @Nullable Object> variables, int pageSize, @Nullable String cursor) {
        variables.put("first", pageSize);
        variables.put("after", cursor);
        return variables;
    }

    static Details answered(String operation, String about) {
        return new Details(200, operation, about, null);
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
