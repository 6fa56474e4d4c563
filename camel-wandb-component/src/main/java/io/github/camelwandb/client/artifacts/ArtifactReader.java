// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Artifact} of the fields the server answers. */
final class ArtifactReader {

    private final ArtifactPage pages;

    ArtifactReader(ArtifactPage pages) {
        this.pages = pages;
    }

    /** @param asked where it was asked for: a server may not tell where it is */
    Artifact artifact(JsonNode node, ProjectPath asked) {
        JsonNode sequence = node.path("artifactSequence");
        ProjectPath project = project(sequence.path("project"), asked);
        String collection = sequence.path("name").asText();
        String type = node.path("artifactType").path("name").asText();
        JsonNode index = node.path("versionIndex");
        @Nullable Integer version = index.isNull() || index.isMissingNode() ? null : index.asInt();
        return new Artifact(
                project,
                collection,
                type,
                version,
                node.path("id").asText(),
                node.path("state").asText(),
                node.path("digest").asText(),
                aliases(node.path("aliases"), project, collection),
                texts(node.path("tags"), "name"),
                ServerJson.textIn(node.path("description")),
                ServerJson.plainMap(node.path("metadata")),
                node.path("size").asLong(),
                node.path("fileCount").asLong(),
                ServerJson.instant(node.path("createdAt")),
                ServerJson.instant(node.path("updatedAt")),
                pages.of(project, type, collection, version == null ? "latest" : "v" + version));
    }

    private static ProjectPath project(JsonNode node, ProjectPath otherwise) {
        @Nullable String entity = ServerJson.textIn(node.path("entity").path("name"));
        @Nullable String name = ServerJson.textIn(node.path("name"));
        return entity == null || name == null ? otherwise : new ProjectPath(entity, name);
    }

    /** In a collection that it is linked to it has other names, which are not meant. */
    private static List<String> aliases(JsonNode nodes, ProjectPath project, String collection) {
        List<String> aliases = new ArrayList<>();
        for (JsonNode node : nodes) {
            JsonNode of = node.path("artifactCollection");
            boolean isHere = !of.isObject()
                    || (of.path("name").asText().equals(collection)
                            && project(of.path("project"), project).equals(project));
            if (isHere) {
                aliases.add(node.path("alias").asText());
            }
        }
        return aliases;
    }

    private static List<String> texts(JsonNode nodes, String field) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(node.path(field).asText()));
        return texts;
    }
}
