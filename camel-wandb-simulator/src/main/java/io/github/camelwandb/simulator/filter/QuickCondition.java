// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

import de.bwaldvogel.mongo.bson.Document;
import io.github.camelwandb.simulator.store.Run;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The conditions that lists of thousands of runs are asked for by, without the Mongo matcher: a text out of many, a time before another. */
final class QuickCondition {

    private static final Map<String, IntPredicate> COMPARISONS = Map.of(
            "$eq", sign -> sign == 0,
            "$gt", sign -> sign > 0,
            "$gte", sign -> sign >= 0,
            "$lt", sign -> sign < 0,
            "$lte", sign -> sign <= 0);

    private QuickCondition() {}

    /** Whether a run meets a condition as {@link Conditions#read} gives it; null if only the matcher can tell. */
    static @Nullable Predicate<Run> of(String path, @Nullable Object condition) {
        Function<Run, @Nullable Object> column = Columns.plain(path);
        if (column == null) {
            return null;
        }
        return Columns.isTime(path) ? times(column, condition) : texts(path, column, condition);
    }

    private static @Nullable Predicate<Run> texts(
            String path, Function<Run, @Nullable Object> column, @Nullable Object condition) {
        Object wanted = condition;
        if (condition instanceof Document operators && operators.size() == 1) {
            wanted = operators.containsKey("$in") ? operators.get("$in") : operators.get("$eq");
        }
        Collection<?> list =
                wanted instanceof Collection<?> several ? several : wanted == null ? Set.of() : Set.of(wanted);
        boolean texts = !list.isEmpty() && list.stream().allMatch(String.class::isInstance);
        if (!texts || !Columns.isText(path)) {
            return null;
        }
        Set<Object> all = new HashSet<>(list);
        return run -> {
            Object value = column.apply(run);
            return value instanceof Collection<?> several ? !Collections.disjoint(several, all) : all.contains(value);
        };
    }

    private static @Nullable Predicate<Run> times(Function<Run, @Nullable Object> column, @Nullable Object condition) {
        Map<String, ?> operators = condition instanceof Instant ? Map.of("$eq", condition) : operators(condition);
        boolean quick = !operators.isEmpty()
                && operators.entrySet().stream()
                        .allMatch(entry ->
                                COMPARISONS.containsKey(entry.getKey()) && entry.getValue() instanceof Instant);
        return quick
                ? run -> column.apply(run) instanceof Instant time
                        && operators.entrySet().stream().allMatch(entry -> holds(time, entry))
                : null;
    }

    private static Map<String, ?> operators(@Nullable Object condition) {
        return condition instanceof Document document ? document : Map.of();
    }

    private static boolean holds(Instant time, Map.Entry<String, ?> comparison) {
        IntPredicate sign = COMPARISONS.get(comparison.getKey());
        return sign != null && comparison.getValue() instanceof Instant other && sign.test(time.compareTo(other));
    }
}
