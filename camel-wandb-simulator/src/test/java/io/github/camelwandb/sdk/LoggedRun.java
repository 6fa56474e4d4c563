// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code train.py} wrote down of what it logged, in the form of {@link SdkJson}. */
public final class LoggedRun {

    private final Map<String, @Nullable Object> values;

    private LoggedRun(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Reads the file that was named with {@code --out}. */
    public static LoggedRun read(Path file) {
        try {
            return new LoggedRun(map(SdkJson.parse(Files.readString(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows in order, with {@code _step} and without what the SDK adds. */
    public List<Map<String, @Nullable Object>> rows() {
        return rows(values.get("rows"));
    }

    /** Anything else, such as {@code config}. */
    public @Nullable Object get(String name) {
        return values.get(name);
    }

    /** A list of rows without {@code _timestamp}, {@code _runtime} and {@code _wandb}, which the SDK adds. */
    public static List<Map<String, @Nullable Object>> rows(@Nullable Object list) {
        return ((List<?>) list).stream().map(row -> withoutAdded(map(row))).collect(Collectors.toList());
    }

    /** The entries of a map but those that the SDK adds. */
    public static Map<String, @Nullable Object> withoutAdded(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(row);
        kept.keySet().removeAll(List.of("_timestamp", "_runtime", "_wandb"));
        return kept;
    }

    /** The value as a JSON object. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> map(@Nullable Object value) {
        return (Map<String, @Nullable Object>) value;
    }
}
