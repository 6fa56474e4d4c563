// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project and its runs, in the order they were created. Safe for use by several threads. */
public final class Project {

    private final String entity;
    private final String name;
    private final long internalId;
    private final Clock clock;
    private final Instant createdAt;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Set<String> deletedRuns = new HashSet<>();
    private final Map<String, Sweep> sweeps = new LinkedHashMap<>();
    private final List<Report> reports = new ArrayList<>();
    private volatile @Nullable String description;

    Project(String entity, String name, long internalId, Clock clock) {
        this.entity = entity;
        this.name = name;
        this.internalId = internalId;
        this.clock = clock;
        this.createdAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The name of the user or team that owns the project. */
    public String entity() {
        return entity;
    }

    public String name() {
        return name;
    }

    /** The opaque id. */
    public String id() {
        return StorageIds.of("Project", name, entity);
    }

    /** The opaque id of a sweep. */
    public String sweepId(String sweep) {
        return StorageIds.of("Sweep", sweep, name, entity);
    }

    /** The numeric id. */
    public long internalId() {
        return internalId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable String description() {
        return description;
    }

    public void description(@Nullable String value) {
        description = value;
    }

    /** The sweeps that somebody made and those that runs are of, by id. */
    public synchronized Map<String, Sweep> sweeps() {
        Map<String, Sweep> all = new LinkedHashMap<>();
        for (Run run : runs.values()) {
            String sweep = run.details().sweep();
            if (sweep != null) {
                all.computeIfAbsent(sweep, id -> Sweep.of(run, id));
            }
        }
        all.putAll(sweeps);
        return all;
    }

    /** The runs of a sweep. */
    public List<Run> runsOf(Sweep sweep) {
        return runs().stream()
                .filter(run -> sweep.id().equals(run.details().sweep()))
                .toList();
    }

    /** Makes a sweep, or makes something else of it. */
    public synchronized void put(Sweep sweep) {
        sweeps.put(sweep.id(), sweep);
    }

    public synchronized List<Report> reports() {
        return List.copyOf(reports);
    }

    /**
     * Somebody writes a report.
     *
     * @param spec JSON
     */
    public synchronized Report addReport(String title, @Nullable String description, String spec) {
        String id = StorageIds.of("View", String.valueOf(reports.size() + 1), name, entity);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Report report = new Report(id, this, title, description, spec, now);
        reports.add(report);
        return report;
    }

    public synchronized List<Run> runs() {
        return new ArrayList<>(runs.values());
    }

    public synchronized @Nullable Run run(String runId) {
        return runs.get(runId);
    }

    /** Finds a run or creates it, running. */
    public synchronized Run createRun(String runId) {
        deletedRuns.remove(runId);
        return runs.computeIfAbsent(runId, id -> new Run(this, id, clock));
    }

    /** Deletes a run; its id stays used. */
    public synchronized void deleteRun(String runId) {
        if (runs.remove(runId) != null) {
            deletedRuns.add(runId);
        }
    }

    /** Whether a run of that id was deleted, so that its id cannot be used again. */
    public synchronized boolean wasDeleted(String runId) {
        return deletedRuns.contains(runId);
    }
}
