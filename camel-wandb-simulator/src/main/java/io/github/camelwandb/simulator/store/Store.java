// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All entities, projects and runs of one server, and the one user. Safe for use by several threads. */
public final class Store {

    /** A project's place. */
    private record Path(String entity, String project) {}

    private final Clock clock;
    private final String defaultEntity;
    private final Set<String> entities = new LinkedHashSet<>();
    private final Map<Path, Project> projects = new LinkedHashMap<>();
    private final Artifacts artifacts;
    private long nextProjectId = 1001;

    /**
     * An empty server.
     *
     * @param defaultEntity the user's own entity, which is also the user's name
     */
    public Store(Clock clock, String defaultEntity) {
        this.clock = clock;
        this.defaultEntity = defaultEntity;
        this.artifacts = new Artifacts(clock);
        entities.add(defaultEntity);
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    public Clock clock() {
        return clock;
    }

    /** The entity that is meant where none is named; also the name of the only user. */
    public String defaultEntity() {
        return defaultEntity;
    }

    public synchronized boolean hasEntity(String name) {
        return entities.contains(name);
    }

    public synchronized void createEntity(String name) {
        entities.add(name);
    }

    public synchronized List<String> entities() {
        return List.copyOf(entities);
    }

    /** Finds a project; the default entity is meant if none is named. */
    public synchronized @Nullable Project project(@Nullable String entity, String name) {
        return projects.get(new Path(entityOrDefault(entity), name));
    }

    /** Finds a project or creates it, and its entity. */
    public synchronized Project createProject(@Nullable String entity, String name) {
        String owner = entityOrDefault(entity);
        entities.add(owner);
        return projects.computeIfAbsent(
                new Path(owner, name), path -> new Project(owner, name, nextProjectId++, clock));
    }

    public synchronized void deleteProject(Project project) {
        projects.remove(new Path(project.entity(), project.name()));
    }

    /** The projects of an entity, in the order they were created. */
    public synchronized List<Project> projects(String entity) {
        List<Project> found = new ArrayList<>();
        projects.values().stream().filter(p -> p.entity().equals(entity)).forEach(found::add);
        return found;
    }

    public synchronized @Nullable Project projectById(String id) {
        return projects.values().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Finds a run by its opaque id. */
    public @Nullable Run runByStorageId(String id) {
        String[] names = StorageIds.names("Run", id, 3);
        if (names == null || names.length != 3) {
            return null;
        }
        Project project = project(names[2], names[1]);
        return project == null ? null : project.run(names[0]);
    }

    /** The project and the sweep in it, by its opaque id; null if there is no such sweep. */
    public Map.@Nullable Entry<Project, Sweep> sweepById(String id) {
        String[] names = StorageIds.names("Sweep", id, 3);
        Project project = names == null || names.length != 3 ? null : project(names[2], names[1]);
        Sweep sweep = names == null || project == null ? null : project.sweeps().get(names[0]);
        return project == null || sweep == null ? null : Map.entry(project, sweep);
    }

    /** Deletes a file by its opaque id, if there is such a file. */
    public void deleteFile(String id) {
        String[] names = StorageIds.names("File", id, 4);
        if (names != null && names.length == 4) {
            Project project = project(names[0], names[1]);
            Run run = project == null ? null : project.run(names[2]);
            if (run != null) {
                run.files().remove(names[3]);
            }
        }
    }

    /** The run id inside an opaque id of a run, or null. */
    public static @Nullable String runIdOf(String storageId) {
        String[] names = StorageIds.names("Run", storageId, 3);
        return names == null ? null : names[0];
    }

    private String entityOrDefault(@Nullable String entity) {
        return entity == null || entity.isEmpty() ? defaultEntity : entity;
    }
}
