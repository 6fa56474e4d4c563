// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.Objects;

/**
 * A run as W&amp;B writes it: {@code entity/project/runId}.
 *
 * @param entity user or team
 * @param project name of the project
 * @param runId the id in the run's URL, unique in its project; not the display name
 */
public record RunPath(String entity, String project, String runId) {

    public RunPath {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(runId, "runId");
    }

    public ProjectPath projectPath() {
        return new ProjectPath(entity, project);
    }

    @Override
    public String toString() {
        return entity + "/" + project + "/" + runId;
    }
}
