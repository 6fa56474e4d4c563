// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people and writers say about a run, as opposed to what it logs. Changed only through {@link Run#edit}, which works on
 * a copy; an instance that was read stays as it is.
 */
public final class RunDetails implements Cloneable {

    private @Nullable String displayName;
    private @Nullable String notes;
    private @Nullable String description;
    private @Nullable String group;
    private @Nullable String jobType;
    private @Nullable String sweep;
    private @Nullable String commit;
    private @Nullable String host;
    private @Nullable String program;
    private @Nullable String username;
    private List<String> tags = List.of();
    private JsonText config = JsonText.EMPTY;
    private JsonText summary = JsonText.EMPTY;

    RunDetails() {}

    public @Nullable String displayName() {
        return displayName;
    }

    public @Nullable String notes() {
        return notes;
    }

    public @Nullable String description() {
        return description;
    }

    public @Nullable String group() {
        return group;
    }

    public @Nullable String jobType() {
        return jobType;
    }

    /** The id of the sweep this run belongs to. */
    public @Nullable String sweep() {
        return sweep;
    }

    public @Nullable String commit() {
        return commit;
    }

    public @Nullable String host() {
        return host;
    }

    public @Nullable String program() {
        return program;
    }

    public @Nullable String username() {
        return username;
    }

    public List<String> tags() {
        return tags;
    }

    /** Keys to {@code {"value": ...}}, with {@code _wandb} among them if a real writer set it. */
    public JsonText config() {
        return config;
    }

    /** Keys to last values. */
    public JsonText summary() {
        return summary;
    }

    public void displayName(@Nullable String value) {
        displayName = value;
    }

    public void notes(@Nullable String value) {
        notes = value;
    }

    public void description(@Nullable String value) {
        description = value;
    }

    public void group(@Nullable String value) {
        group = value;
    }

    public void jobType(@Nullable String value) {
        jobType = value;
    }

    public void sweep(@Nullable String value) {
        sweep = value;
    }

    public void commit(@Nullable String value) {
        commit = value;
    }

    public void host(@Nullable String value) {
        host = value;
    }

    public void program(@Nullable String value) {
        program = value;
    }

    public void username(@Nullable String value) {
        username = value;
    }

    public void tags(List<String> value) {
        tags = List.copyOf(value);
    }

    public void config(JsonText value) {
        config = value;
    }

    public void summary(JsonText value) {
        summary = value;
    }

    RunDetails copy() {
        try {
            return (RunDetails) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
