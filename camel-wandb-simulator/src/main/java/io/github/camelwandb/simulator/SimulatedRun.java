// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import io.github.camelwandb.simulator.store.Alert;
import io.github.camelwandb.simulator.store.HistoryLine;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.RowShape;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunFile;
import io.github.camelwandb.simulator.store.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run of the simulator, to be scripted and looked at. */
public final class SimulatedRun {

    private final Run run;
    private final Clock clock;

    SimulatedRun(Run run, Clock clock) {
        this.run = run;
        this.clock = clock;
    }

    /** Sets the name that people see. */
    public SimulatedRun displayName(String value) {
        run.edit(details -> details.displayName(value));
        return this;
    }

    /** Replaces the tags. */
    public SimulatedRun tags(String... values) {
        run.edit(details -> details.tags(List.of(values)));
        return this;
    }

    /** Sets the group. */
    public SimulatedRun group(String value) {
        run.edit(details -> details.group(value));
        return this;
    }

    /** Sets the job type. */
    public SimulatedRun jobType(String value) {
        run.edit(details -> details.jobType(value));
        return this;
    }

    /** Sets the notes. */
    public SimulatedRun notes(String value) {
        run.edit(details -> details.notes(value));
        return this;
    }

    /** Makes it a run of the sweep with this id. */
    public SimulatedRun sweep(String id) {
        run.edit(details -> details.sweep(id));
        return this;
    }

    /** Replaces the configuration; values as users know them. */
    public SimulatedRun config(Map<String, ?> values) {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        values.forEach((key, value) -> wrapped.put(key, Map.of("value", value)));
        run.edit(details -> details.config(JsonText.of(wrapped)));
        return this;
    }

    /** Sets one entry of the configuration, at once. */
    public SimulatedRun config(String name, Object value) {
        run.edit(details -> {
            Map<String, Object> config = new LinkedHashMap<>(details.config().toMap());
            config.put(name, Map.of("value", value));
            details.config(JsonText.of(config));
        });
        return this;
    }

    /** Logs one row: {@code _step}, {@code _timestamp} and {@code _runtime} are added, the summary follows. */
    public SimulatedRun log(long step, Map<String, ?> metrics) {
        return logJson(JsonText.write(row(step, metrics)));
    }

    /** Logs a row with {@code loss} and {@code acc} for each step of a range. */
    public SimulatedRun logs(long fromStep, long toStepExclusive) {
        List<HistoryLine> lines = new ArrayList<>();
        for (long step = fromStep; step < toStepExclusive; step++) {
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put("loss", 1 / (1.0 + step));
            metrics.put("acc", step / (1.0 + step));
            lines.add(HistoryLine.of(JsonText.write(row(step, metrics))));
        }
        run.log(lines);
        return this;
    }

    /** Logs a row with just this text. */
    public SimulatedRun logJson(String line) {
        run.log(List.of(HistoryLine.of(line)));
        return this;
    }

    /** Logs a row with just this text, which is served as one of this step, whatever it says itself. */
    public SimulatedRun logJson(long atStep, String line) {
        run.log(List.of(HistoryLine.at(atStep, line)));
        return this;
    }

    private Map<String, Object> row(long step, Map<String, ?> metrics) {
        Map<String, Object> row = new LinkedHashMap<>(metrics);
        row.put("_step", step);
        row.put("_timestamp", clock.millis() / 1000.0);
        row.put("_runtime", runtime());
        return row;
    }

    private double runtime() {
        return Duration.between(run.createdAt(), clock.instant()).toMillis() / 1000.0;
    }

    /** Puts it into the state finished. */
    public SimulatedRun finished() {
        return state(RunState.FINISHED);
    }

    /** Puts it into the state failed. */
    public SimulatedRun failed() {
        return state(RunState.FAILED);
    }

    /** Puts it into the state crashed. */
    public SimulatedRun crashed() {
        return state(RunState.CRASHED);
    }

    /** Puts it into the state killed. */
    public SimulatedRun killed() {
        return state(RunState.KILLED);
    }

    /** Puts it into the state running. */
    public SimulatedRun running() {
        return state(RunState.RUNNING);
    }

    private SimulatedRun state(RunState state) {
        run.state(state);
        return this;
    }

    /** Sets the user, null for a run of nobody. */
    public SimulatedRun user(@Nullable String name) {
        run.edit(details -> details.username(name));
        return this;
    }

    /** Sets the commit and the host that it says it runs on. */
    public SimulatedRun origin(String commit, String host) {
        run.edit(details -> {
            details.commit(commit);
            details.host(host);
        });
        return this;
    }

    /** Lists show it no more, although it takes its place in their pages: so pages come to be empty with more to come. */
    public SimulatedRun hidden() {
        run.hidden(true);
        return this;
    }

    /** Adds lines to the console, at the time of the clock. */
    public SimulatedRun console(String... lines) {
        return print("", lines);
    }

    /** Adds lines that went to stderr to the console, at the time of the clock. */
    public SimulatedRun stderr(String... lines) {
        return print("ERROR ", lines);
    }

    private SimulatedRun print(String level, String... lines) {
        for (String line : lines) {
            run.console().append(level + time() + " " + line);
        }
        run.touch();
        return this;
    }

    private String time() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }

    /** Adds one row of system metrics, such as {@code system.cpu}, with the time. */
    public SimulatedRun systemMetrics(Map<String, ?> metrics) {
        Map<String, Object> row = new LinkedHashMap<>(metrics);
        row.put("_wandb", true);
        row.put("_timestamp", clock.millis() / 1000.0);
        row.put("_runtime", runtime());
        run.events().append(JsonText.write(row));
        run.touch();
        return this;
    }

    /** Stores a file. */
    public SimulatedRun file(String name, byte[] content) {
        run.files().put(name, new RunFile(name, content, clock.instant()));
        return this;
    }

    /**
     * Changes a line of the console, as a progress bar does, at the time of the clock.
     *
     * @throws IllegalArgumentException if there is no line of that number
     */
    public SimulatedRun rewriteConsole(int number, String line) {
        if (number < 0 || number >= run.console().size()) {
            throw new IllegalArgumentException("the console has no line " + number);
        }
        run.console().write(number, List.of(time() + " " + line));
        run.touch();
        return this;
    }

    /** Lines of the console, there or to come, are counted and not shown; none with 0 and 0. */
    public SimulatedRun hideConsole(int fromNumber, int toNumberExclusive) {
        run.console().hide(fromNumber, toNumberExclusive);
        return this;
    }

    /** Says when it was created. */
    public SimulatedRun created(Instant value) {
        run.createdAt(value);
        return this;
    }

    /** Says when it last gave a sign of life, null for never; what it logs from now on does not change that. */
    public SimulatedRun heartbeat(@Nullable Instant value) {
        run.heartbeatAt(value);
        return this;
    }

    /**
     * Rows of these steps, there or to come, are counted and not shown, until {@link #revealSteps}: a hole in what readers see.
     *
     * @param toStepExclusive {@code Long.MAX_VALUE} for no end
     */
    public SimulatedRun hideSteps(long fromStep, long toStepExclusive) {
        run.shown().hide(fromStep, toStepExclusive);
        return this;
    }

    /** Rows of all steps are shown. */
    public SimulatedRun revealSteps() {
        run.shown().reveal();
        return this;
    }

    /** Readers see the rows as they are now, whatever is logged or rewound, until {@link #releaseRows}: ingestion lags. Counts go on. */
    public SimulatedRun holdRows() {
        run.shown().hold();
        return this;
    }

    /** @return when it is run, readers see the rows as they are now, until {@link #releaseRows}: they are answered by a replica that lags */
    public Runnable replica() {
        return run.shown().replica();
    }

    /** Readers see all that was logged. */
    public SimulatedRun releaseRows() {
        run.shown().release();
        return this;
    }

    /** {@code historyLineCount} and {@code historyKeys} say this number of lines, until {@link #countsTruly}. */
    public SimulatedRun countsLines(int count) {
        run.counts().lines(count);
        return this;
    }

    /** {@code historyKeys} says this last step, or none if it is null, until {@link #countsTruly}. */
    public SimulatedRun saysLastStep(@Nullable Long step) {
        run.counts().lastStep(step);
        return this;
    }

    /** The number of lines and the last step are as they are. */
    public SimulatedRun countsTruly() {
        run.counts().truly();
        return this;
    }

    /**
     * Rows logged from now on go over the lines from this one on, until {@link #appends} or a rewind. With 0 it is a process that begins anew
     * with the same id and does not resume: lines behind what it writes stay. ({@code rewind(-1)} leaves none.)
     */
    public SimulatedRun overwritesFrom(int line) {
        run.writeAt(line);
        return this;
    }

    /** Rows logged from now on go behind the last line. */
    public SimulatedRun appends() {
        run.writeAt(null);
        return this;
    }

    /**
     * The rows that are there below a step are exported: {@code parquetHistory} has a URL for them, which leads to the {@link #file} of the
     * name in it if there is one, and only the others are live. The history goes on serving them.
     */
    public SimulatedRun exportBelow(long step) {
        run.export().add(run.history().window(Long.MIN_VALUE, step));
        return this;
    }

    /** The history serves exported rows no longer. */
    public SimulatedRun hideExport() {
        run.export().hide();
        return this;
    }

    /** Where the history serves exported rows, they look like this. */
    public SimulatedRun exportedAs(RowShape... shapes) {
        run.export().shapes(Set.of(shapes));
        return this;
    }

    /** Throws away the rows above a step. */
    public SimulatedRun rewind(long step) {
        run.rewind(step);
        return this;
    }

    /** Deletes it; its id stays used, unless it is asked for by {@link WandbSimulator#run}. */
    public void delete() {
        run.project().deleteRun(run.runId());
    }

    /** Its rows in the order they were written: the truth to compare with. */
    public List<Map<String, @Nullable Object>> rows() {
        return run.history().inOrderWritten().stream()
                .map(line -> JsonText.toMap(line.tree()))
                .toList();
    }

    /** Its rows as they were logged. */
    public List<String> lines() {
        return run.history().inOrderWritten().stream().map(HistoryLine::text).toList();
    }

    /** The state as the API writes it. */
    public String state() {
        return run.state().text();
    }

    /** The summary. */
    public Map<String, @Nullable Object> summary() {
        return run.details().summary().toMap();
    }

    /** The configuration as the API has it: values wrapped, W&amp;B's own entries among them. */
    public Map<String, @Nullable Object> config() {
        return run.details().config().toMap();
    }

    /** The tags. */
    public List<String> tags() {
        return run.details().tags();
    }

    /** The name that people see. */
    public @Nullable String displayName() {
        return run.details().displayName();
    }

    /** The notes. */
    public @Nullable String notes() {
        return run.details().notes();
    }

    /** The group. */
    public @Nullable String group() {
        return run.details().group();
    }

    /** The id in its URL. */
    public String runId() {
        return run.runId();
    }

    /** The opaque id. */
    public String storageId() {
        return run.storageId();
    }

    /** The job type. */
    public @Nullable String jobType() {
        return run.details().jobType();
    }

    /** The id of its sweep. */
    public @Nullable String sweep() {
        return run.details().sweep();
    }

    /** Lines of the console, as they were written. */
    public List<String> console() {
        return run.console().all();
    }

    /** Stored files by name. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        run.files().forEach((name, file) -> files.put(name, file.content()));
        return files;
    }

    /** Alerts that it sent, oldest first. */
    public List<Alert> alerts() {
        return run.alerts();
    }

    /** Whether somebody asked it to stop. */
    public boolean stopRequested() {
        return run.stopRequested();
    }

    /** What it said when it ended, null if it did not. */
    public @Nullable Integer exitCode() {
        return run.exitCode();
    }
}
