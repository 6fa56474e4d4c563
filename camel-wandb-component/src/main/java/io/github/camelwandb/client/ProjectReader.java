// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Report;
import io.github.camelwandb.client.model.Sweep;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.Locale;

/** Makes projects, and what is in them besides runs, of the fields the server answers, any of which may be null. */
final class ProjectReader {

    private final AppUrls urls;

    ProjectReader(AppUrls urls) {
        this.urls = urls;
    }

    Project project(ProjectPath path, JsonNode node) {
        return new Project(
                path,
                node.path("id").asText(),
                ServerJson.textIn(node.path("user").path("username")),
                ServerJson.instant(node.path("createdAt")),
                urls.project(path));
    }

    Sweep sweep(ProjectPath project, JsonNode node) {
        String id = node.path("name").asText();
        return new Sweep(
                project,
                id,
                node.path("id").asText(),
                ServerJson.textIn(node.path("displayName")),
                node.path("state").asText("").toUpperCase(Locale.ROOT),
                ServerJson.textIn(node.path("method")),
                ServerJson.textIn(node.path("description")),
                ServerJson.textIn(node.path("config")),
                node.path("bestLoss").isNumber() ? node.path("bestLoss").asDouble() : null,
                node.path("runCount").asLong(0),
                node.path("runCountExpected").isNumber()
                        ? node.path("runCountExpected").asLong()
                        : null,
                ServerJson.instant(node.path("createdAt")),
                ServerJson.instant(node.path("updatedAt")),
                urls.sweep(project, id));
    }

    Report report(ProjectPath project, JsonNode node) {
        String id = node.path("id").asText();
        String title = node.path("displayName").asText("");
        return new Report(
                project,
                id,
                title,
                ServerJson.textIn(node.path("description")),
                ServerJson.textIn(node.path("user").path("username")),
                ServerJson.instant(node.path("createdAt")),
                ServerJson.instant(node.path("updatedAt")),
                urls.report(project, title, id));
    }
}
