// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import org.jspecify.annotations.Nullable;

/** There is no such entity, project, run or sweep, or the key may not see it: W&amp;B does not tell the two apart. */
public final class WandbNotFoundException extends WandbException {

    private static final long serialVersionUID = 1L;

    public WandbNotFoundException(String message, Details details, @Nullable Throwable cause) {
        super(message, details, cause);
    }

    /** There is no such run. */
    public static WandbNotFoundException run(RunPath path, Details details) {
        return new WandbNotFoundException(
                "Run " + path + " does not exist, or the key may not see it: check entity, project and run id (which is"
                        + " not the display name)",
                details,
                null);
    }

    /** There is no such project. */
    public static WandbNotFoundException project(ProjectPath path, Details details) {
        return new WandbNotFoundException(
                "Project " + path + " does not exist, or the key may not see it: check entity and project",
                details,
                null);
    }

    /** There is no such entity. */
    public static WandbNotFoundException entity(String entity, Details details) {
        return new WandbNotFoundException(
                "Entity " + entity + " does not exist, or the key may not see it: check the name of the user or team",
                details,
                null);
    }

    /** There is no such sweep. */
    public static WandbNotFoundException sweep(ProjectPath project, String sweepId, Details details) {
        return new WandbNotFoundException(
                "Sweep " + sweepId + " of " + project + " does not exist: check the id of the sweep (which is not the"
                        + " display name)",
                details,
                null);
    }
}
