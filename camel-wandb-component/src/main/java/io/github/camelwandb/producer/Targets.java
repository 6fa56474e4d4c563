// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.NewRunId;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.OneLine;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What an operation is about: the path of the endpoint, with what the override headers put in place of its parts. The other headers that
 * name a run are what a consumer tells, and lead nowhere.
 */
final class Targets {

    private final WandbClient client;
    private final ProjectPath own;
    private final @Nullable String ownRunId;
    private final @Nullable String ownSweep;

    /** What {@code -} in the path of the endpoint stands for: the same for every message. */
    private volatile @Nullable ProjectPath resolved;

    Targets(WandbClient client, WandbConfiguration configuration) {
        this.client = client;
        this.own = new ProjectPath(configuration.getEntity(), configuration.getProject());
        this.ownRunId = configuration.getRunId();
        this.ownSweep = configuration.getSweep();
    }

    CompletableFuture<ProjectPath> project(Message message) {
        String entity = override(message, WandbConstants.OVERRIDE_ENTITY);
        String project = override(message, WandbConstants.OVERRIDE_PROJECT);
        ProjectPath path =
                new ProjectPath(entity != null ? entity : own.entity(), project != null ? project : own.project());
        ProjectPath known = resolved;
        if (!path.equals(own)) {
            return client.resolve(path);
        }
        return known != null
                ? CompletableFuture.completedFuture(known)
                : client.resolve(own).thenApply(this::remember);
    }

    private ProjectPath remember(ProjectPath path) {
        resolved = path;
        return path;
    }

    /**
     * The run that is to be, of the id that is named or else of this one.
     *
     * @throws IllegalArgumentException if no new run can have the id that is named
     */
    CompletableFuture<RunPath> newRun(Message message, Supplier<String> newId) {
        String named = runId(message);
        String runId = named != null ? requireNew(message, named) : newId.get();
        return project(message).thenApply(project -> project.run(runId));
    }

    /** The entity alone: the project may be {@code -} and stand for nothing. */
    CompletableFuture<String> entity(Message message) {
        String entity = override(message, WandbConstants.OVERRIDE_ENTITY);
        return client.resolveEntity(entity != null ? entity : own.entity());
    }

    /**
     * The id of a sweep of the project.
     *
     * @throws IllegalArgumentException if none is named
     */
    String sweep(Message message) {
        String header = override(message, WandbConstants.OVERRIDE_SWEEP);
        String sweep = header != null ? header : ownSweep;
        if (sweep == null) {
            throw new IllegalArgumentException(
                    "Which sweep of " + own + " is meant? Neither the option sweep nor the header "
                            + WandbConstants.OVERRIDE_SWEEP + " names one: set one of them to the id of a sweep");
        }
        return sweep;
    }

    boolean namesRun(Message message) {
        return runId(message) != null;
    }

    /** @throws IllegalArgumentException if no run is named */
    CompletableFuture<RunPath> run(Message message) {
        String runId = runId(message);
        if (runId == null) {
            throw new IllegalArgumentException(
                    "Which run of " + own + " is meant? Neither the path of the endpoint, as in wandb:" + own
                            + "/1a2b3c4d, nor the header " + WandbConstants.OVERRIDE_RUN_ID + " names one");
        }
        return project(message).thenApply(project -> project.run(runId));
    }

    /**
     * The run that is destroyed, or in which something is: in the project of the endpoint, whatever a message says.
     *
     * @throws IllegalArgumentException if no run is named, or the message names another entity or project
     */
    CompletableFuture<RunPath> runToDestroy(Message message) {
        requireOwnProject(message);
        return run(message);
    }

    /**
     * The project in which something is destroyed: that of the endpoint, whatever a message says.
     *
     * @throws IllegalArgumentException if the message names another entity or project
     */
    CompletableFuture<ProjectPath> projectToDestroyIn(Message message) {
        requireOwnProject(message);
        return project(message);
    }

    private void requireOwnProject(Message message) {
        for (String header : List.of(WandbConstants.OVERRIDE_ENTITY, WandbConstants.OVERRIDE_PROJECT)) {
            if (message.getHeader(header) != null) {
                throw new IllegalArgumentException(
                        "The header " + header + "=" + OneLine.of(message.getHeader(header))
                                + " leads to another project than " + own
                                + ", where a message may not have anything destroyed: remove it, or name the project in the URI");
            }
        }
    }

    /** The id of the run that is named; null if none is. */
    @Nullable
    String namedRunId(Message message) {
        return runId(message);
    }

    private @Nullable String runId(Message message) {
        String header = override(message, WandbConstants.OVERRIDE_RUN_ID);
        return header != null ? header : ownRunId;
    }

    private static String requireNew(Message message, String runId) {
        try {
            return NewRunId.require(runId);
        } catch (IllegalArgumentException e) {
            boolean isOverride = message.getHeader(WandbConstants.OVERRIDE_RUN_ID) != null;
            String source = isOverride ? "header " + WandbConstants.OVERRIDE_RUN_ID : "run id in the URI";
            throw new IllegalArgumentException(
                    "The " + source + ": " + e.getMessage() + ". Name another, or none for one that is made up", e);
        }
    }

    private static @Nullable String override(Message message, String header) {
        if (message.getHeader(header) == null) {
            return null;
        }
        String value = message.getHeader(header, String.class);
        if (value == null || value.isBlank() || value.contains("/")) {
            throw new IllegalArgumentException("The header " + header + "=" + OneLine.of(value)
                    + " is not one name without slashes, as in entity/project/runId: set it to one, or remove it");
        }
        return value;
    }
}
