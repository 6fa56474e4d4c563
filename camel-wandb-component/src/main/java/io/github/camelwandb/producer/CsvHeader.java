// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.FlatRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of all runs: those that each has, then {@code config.}, {@code metadata.} and {@code summary.}, each by name. */
final class CsvHeader {

    private final Set<String> others = new HashSet<>();

    void add(String column) {
        if (!FlatRun.OF_EACH_RUN.contains(column)) {
            others.add(column);
        }
    }

    /** The same for the same runs, in whatever order they came. */
    List<String> columns() {
        List<String> columns = new ArrayList<>(FlatRun.OF_EACH_RUN);
        // config.* comes before metadata.* and summary.*
        others.stream().sorted(Comparator.naturalOrder()).forEach(columns::add);
        return columns;
    }
}
