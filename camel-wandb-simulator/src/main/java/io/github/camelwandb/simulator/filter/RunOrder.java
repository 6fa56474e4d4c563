// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import io.github.camelwandb.simulator.store.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The order of a list of runs: one column with a sign, {@code +created_at}. Without a sign it is ascending. */
public final class RunOrder {

    private static final String DEFAULT = "-createdAt";

    private final String path;
    private final boolean descending;

    private RunOrder(String path, boolean descending) {
        this.path = path;
        this.descending = descending;
    }

    /**
     * Reads an order.
     *
     * @param text null or blank for the server's own order, newest first
     * @throws BadFilterException if there is no such column
     */
    public static RunOrder parse(@Nullable String text) {
        String order = text == null || text.isBlank() ? DEFAULT : text.strip();
        boolean signed = order.startsWith("+") || order.startsWith("-");
        return new RunOrder(Columns.path(signed ? order.substring(1) : order), order.startsWith("-"));
    }

    /** Sorts; runs without the column come last, equal ones keep the order given. */
    public List<Run> sort(List<Run> runs) {
        record Keyed(Run run, @Nullable Object key) {}
        List<Keyed> keyed = new ArrayList<>();
        for (Run run : runs) {
            keyed.add(new Keyed(run, value(run)));
        }
        Comparator<Object> values = ValueComparator.ascWithoutListHandling();
        Comparator<Object> signed = descending ? values.reversed() : values;
        keyed.sort(Comparator.comparing(Keyed::key, Comparator.nullsLast(signed)));
        return keyed.stream().map(Keyed::run).toList();
    }

    private @Nullable Object value(Run run) {
        Function<Run, @Nullable Object> plain = Columns.plain(path);
        return plain == null ? member(run) : plain.apply(run);
    }

    private @Nullable Object member(Run run) {
        Object value = Columns.document(run, Columns.root(path));
        for (String part : path.split("\\.")) {
            value = value instanceof Document level ? level.get(part) : null;
        }
        return value instanceof Document ? null : value;
    }
}
