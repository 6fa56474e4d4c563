// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.files.FileNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value that a run logs in place of a table: what kind of value it is, and the file in the run that has the table. */
final class TableReference {

    private static final String TYPE = "_type";
    private static final String KIND = "table-file";

    private TableReference() {}

    /** Whether the value is one, or one to something else. */
    static boolean isReference(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.containsKey(TYPE);
    }

    /** Whether the value is one to a table. */
    static boolean isTable(@Nullable Object value) {
        return value instanceof Map<?, ?> map && KIND.equals(map.get(TYPE));
    }

    /**
     * The name of the file.
     *
     * @throws IllegalArgumentException if the value is none to a table
     */
    static String fileOf(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || !isTable(value)) {
            throw new IllegalArgumentException("What is given as a table is " + value + ", and not a value with _type="
                    + KIND + ": other tables, and media, are read with downloadFile");
        }
        if (!(map.get("path") instanceof String path)) {
            throw new IllegalArgumentException("The table " + value + " has no path that names its file");
        }
        return FileNames.require(path);
    }

    /** The entry of a dotted name; null if there is none. */
    static @Nullable Object find(Map<?, ?> entries, String name) {
        if (entries.containsKey(name)) {
            return entries.get(name);
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (entries.get(name.substring(0, dot)) instanceof Map<?, ?> nested) {
                Object found = find(nested, name.substring(dot + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
