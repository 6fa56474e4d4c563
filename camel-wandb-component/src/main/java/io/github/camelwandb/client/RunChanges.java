// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a run. What is null stays as it is; an empty text or list clears.
 *
 * @param displayName the name people see
 * @param notes in Markdown
 * @param tags all tags the run then has, but for those to remove and to add
 * @param addTags tags it then has, too
 * @param removeTags tags it then has not
 * @param group what runs are grouped by
 * @param jobType for example train or eval
 * @param config entries of the configuration, values as users know them
 * @param summary entries of the summary
 */
public record RunChanges(
        @Nullable String displayName,
        @Nullable String notes,
        @Nullable List<String> tags,
        List<String> addTags,
        List<String> removeTags,
        @Nullable String group,
        @Nullable String jobType,
        @Nullable Entries config,
        @Nullable Entries summary) {

    public RunChanges {
        tags = tags == null ? null : List.copyOf(tags);
        addTags = List.copyOf(addTags);
        removeTags = List.copyOf(removeTags);
    }

    boolean changesTags() {
        return tags != null || !addTags.isEmpty() || !removeTags.isEmpty();
    }

    /** Nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Entries to set.
     *
     * @param values JSON values by name; unless it is replacing a map changes the members it names and null removes, as in JSON Merge
     *     Patch (RFC 7396)
     * @param replacing whether all other entries go, except those that W&amp;B keeps for itself
     */
    public record Entries(Map<String, @Nullable Object> values, boolean replacing) {

        public Entries {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** Collects changes. */
    public static final class Builder {
        private @Nullable String displayName;
        private @Nullable String notes;
        private @Nullable List<String> tags;
        private List<String> addTags = List.of();
        private List<String> removeTags = List.of();
        private @Nullable String group;
        private @Nullable String jobType;
        private @Nullable Entries config;
        private @Nullable Entries summary;

        private Builder() {}

        public Builder displayName(String value) {
            displayName = value;
            return this;
        }

        public Builder notes(String value) {
            notes = value;
            return this;
        }

        public Builder tags(List<String> value) {
            tags = value;
            return this;
        }

        public Builder addTags(List<String> value) {
            addTags = value;
            return this;
        }

        public Builder removeTags(List<String> value) {
            removeTags = value;
            return this;
        }

        public Builder group(String value) {
            group = value;
            return this;
        }

        public Builder jobType(String value) {
            jobType = value;
            return this;
        }

        /** Changes these entries of the configuration and keeps the others. */
        public Builder config(Map<String, ? extends @Nullable Object> values) {
            config = new Entries(new LinkedHashMap<>(values), false);
            return this;
        }

        /** Makes these the only entries of the configuration. */
        public Builder replaceConfig(Map<String, ? extends @Nullable Object> values) {
            config = new Entries(new LinkedHashMap<>(values), true);
            return this;
        }

        /** Changes these entries of the summary and keeps the others. */
        public Builder summary(Map<String, ? extends @Nullable Object> values) {
            summary = new Entries(new LinkedHashMap<>(values), false);
            return this;
        }

        /** Makes these the only entries of the summary. */
        public Builder replaceSummary(Map<String, ? extends @Nullable Object> values) {
            summary = new Entries(new LinkedHashMap<>(values), true);
            return this;
        }

        public RunChanges build() {
            return new RunChanges(displayName, notes, tags, addTags, removeTags, group, jobType, config, summary);
        }
    }
}
