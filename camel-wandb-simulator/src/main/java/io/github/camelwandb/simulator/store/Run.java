// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run and everything it logged. The only owner of its state; safe for use by several threads. Times have W&amp;B's
 * resolution of a second.
 */
public final class Run {

    /** How long a live run may be silent before the server calls it crashed. */
    public static final Duration SILENCE = Duration.ofMinutes(5);

    private final Project project;
    private final String runId;
    private final Clock clock;
    private final History history = new History();
    private final Export export = new Export();
    private final ShownRows shown = new ShownRows(history, export);
    private final Counts counts = new Counts(history);
    private final LineLog events = new LineLog();
    private final LineLog console = new LineLog();
    private final Map<String, RunFile> files = new ConcurrentSkipListMap<>();
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();

    private volatile RunDetails details = new RunDetails();
    private RunState state = RunState.RUNNING;
    private Instant createdAt;
    private Instant heartbeatAt;
    private @Nullable SaidHeartbeat saidHeartbeat;
    private @Nullable Integer nextLine;
    private Instant updatedAt;
    private boolean watched;
    private boolean stopRequested;
    private boolean hidden;
    private @Nullable Integer exitCode;

    /** A heartbeat that a script made up. */
    private record SaidHeartbeat(@Nullable Instant at) {}

    Run(Project project, String runId, Clock clock) {
        this.project = project;
        this.runId = runId;
        this.clock = clock;
        this.createdAt = now();
        this.heartbeatAt = createdAt;
        this.updatedAt = createdAt;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public Project project() {
        return project;
    }

    /** The id that users see in URLs; W&amp;B's API calls it {@code name}. */
    public String runId() {
        return runId;
    }

    /** The opaque id that mutations take; W&amp;B's API calls it {@code id}. */
    public String storageId() {
        return StorageIds.of("Run", runId, project.name(), project.entity());
    }

    public synchronized Instant createdAt() {
        return createdAt;
    }

    /** Says when it was created. */
    public synchronized void createdAt(Instant value) {
        createdAt = value;
    }

    /** What was written. */
    public History history() {
        return history;
    }

    /** What of it readers get to see. */
    public ShownRows shown() {
        return shown;
    }

    /** What the server says of its size. */
    public Counts counts() {
        return counts;
    }

    /** What of it was exported. */
    public Export export() {
        return export;
    }

    /** Rows of system metrics, one JSON object per line. */
    public LineLog events() {
        return events;
    }

    /** Lines of {@code output.log}. */
    public LineLog console() {
        return console;
    }

    /** Stored files by name. */
    public Map<String, RunFile> files() {
        return files;
    }

    /** The opaque id of a file, whether it is there or not. */
    public String fileId(String name) {
        return StorageIds.of("File", project.entity(), project.name(), runId, name);
    }

    /** Alerts sent, oldest first. */
    public List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    public void alert(Alert alert) {
        alerts.add(alert);
    }

    /** The name that people see: the id, if nobody gave it another. */
    public String displayName() {
        String name = details.displayName();
        return name == null ? runId : name;
    }

    public RunDetails details() {
        return details;
    }

    /** Changes what is said about the run. */
    public synchronized void edit(Consumer<RunDetails> change) {
        RunDetails changed = details.copy();
        change.accept(changed);
        details = changed;
        updatedAt = now();
    }

    /** A sign of life from a process that logs this run: from now on silence means a crash. */
    public synchronized void heartbeat() {
        if (exitCode != null) {
            // it had ended: what was asked of it then is done
            exitCode = null;
            stopRequested = false;
        }
        watched = true;
        state = RunState.RUNNING;
        touch();
    }

    /** Rows logged by script: the summary follows them, as the SDK would have it. */
    public synchronized void log(List<HistoryLine> rows) {
        Integer line = nextLine;
        history.write(line == null ? history.lineCount() : line, rows);
        nextLine = line == null ? null : Integer.valueOf(line + rows.size());
        summarize(rows);
        touch();
    }

    /**
     * Rows logged by script go to this line and those that follow, over what is there; null for the end. Who writes from the first line on
     * knows nothing of what was before, so the summary begins anew.
     */
    public synchronized void writeAt(@Nullable Integer line) {
        nextLine = line;
        if (line != null && line == 0) {
            edit(d -> d.summary(JsonText.EMPTY));
        }
    }

    /** Takes the last values of rows into the summary. */
    public synchronized void summarize(List<HistoryLine> rows) {
        Summary summary = Summary.of(details.summary().tree());
        rows.forEach(row -> summary.add(row.tree()));
        edit(d -> d.summary(summary.toJson()));
    }

    /** The run logged something by script: its heartbeat moves, silence means nothing. */
    public synchronized void touch() {
        heartbeatAt = now();
        updatedAt = heartbeatAt;
    }

    /** From now on silence means a crash, although nothing was streamed yet. */
    public synchronized void watch() {
        watched = true;
    }

    /** The process that logs said that it will be stopped soon. */
    public synchronized void preempting() {
        state = RunState.PREEMPTING;
    }

    /** The process that logs is done: well, or badly because somebody stopped it, or badly by itself. */
    public synchronized void complete(int code) {
        exitCode = code;
        state = code == 0 ? RunState.FINISHED : stopRequested ? RunState.KILLED : RunState.FAILED;
        watched = false;
    }

    /** Puts the run into a state, by script or by a mutation. */
    public synchronized void state(RunState newState) {
        state = newState;
        watched = false;
        updatedAt = now();
        if (newState == RunState.RUNNING) {
            exitCode = null;
            stopRequested = false;
        }
    }

    /** The state now: a live run that has been silent for five minutes has crashed, or was preempted. */
    public synchronized RunState state() {
        if (watched && heartbeatAt.plus(SILENCE).isBefore(clock.instant())) {
            watched = false;
            state = state == RunState.PREEMPTING ? RunState.PREEMPTED : RunState.CRASHED;
        }
        return state;
    }

    /** Throws away rows above a step, system metrics and console lines, and computes the summary from the rows left. */
    public synchronized void rewind(long step) {
        history.truncateAfter(step);
        nextLine = null;
        events.clear();
        console.clear();
        List<HistoryLine> rows = history.inOrderWritten();
        Summary summary = new Summary();
        rows.forEach(row -> summary.add(row.tree()));
        edit(d -> d.summary(summary.toJson()));
    }

    public synchronized void requestStop() {
        stopRequested = true;
    }

    public synchronized boolean stopRequested() {
        return stopRequested;
    }

    /** The last sign of life, as the API has it; null only if a script said so. */
    public synchronized @Nullable Instant heartbeatAt() {
        SaidHeartbeat said = saidHeartbeat;
        return said == null ? heartbeatAt : said.at();
    }

    /** Says this heartbeat from now on, whatever is logged. */
    public synchronized void heartbeatAt(@Nullable Instant value) {
        saidHeartbeat = new SaidHeartbeat(value);
    }

    public synchronized Instant updatedAt() {
        return updatedAt;
    }

    public synchronized @Nullable Integer exitCode() {
        return exitCode;
    }

    /** A hidden run takes its place in a page and is not shown: that is how pages come to be empty with more to come. */
    public synchronized void hidden(boolean value) {
        hidden = value;
    }

    public synchronized boolean hidden() {
        return hidden;
    }

    /** Seconds from creation to the last sign of life. */
    public synchronized long durationSeconds() {
        return Duration.between(createdAt, heartbeatAt).toSeconds();
    }
}
