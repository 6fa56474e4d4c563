// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.Objects;

/**
 * A project as W&amp;B writes it: {@code entity/project}. An entity is a user or a team.
 *
 * @param entity user or team
 * @param project name of the project
 */
public record ProjectPath(String entity, String project) {

    public ProjectPath {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(project, "project");
    }

    /** The path of a run of this project; {@code runId} is the id in the run's URL, not its display name. */
    public RunPath run(String runId) {
        return new RunPath(entity, project, runId);
    }

    @Override
    public String toString() {
        return entity + "/" + project;
    }
}
