// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one form a value of a row has, whatever it was read from. See {@link HistoryRow}. */
public final class CanonicalValue {

    private static final double TWO_TO_63 = 0x1p63;

    private CanonicalValue() {}

    /** Answers null, String, Boolean, Long, Double, an immutable List or an immutable Map sorted by code point. */
    public static @Nullable Object of(@Nullable Object value, NonFinite nonFinite) {
        if (value instanceof String text) {
            return ofText(text, nonFinite);
        }
        if (value instanceof Number number) {
            return ofNumber(number, nonFinite);
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map, nonFinite);
        }
        if (value instanceof Collection<?> collection) {
            return ofElements(collection, nonFinite);
        }
        return value == null || value instanceof Boolean ? value : value.toString();
    }

    private static @Nullable Object ofText(String text, NonFinite nonFinite) {
        return switch (text) {
            case "NaN" -> ofNonFinite(Double.NaN, nonFinite);
            case "Infinity" -> ofNonFinite(Double.POSITIVE_INFINITY, nonFinite);
            case "-Infinity" -> ofNonFinite(Double.NEGATIVE_INFINITY, nonFinite);
            default -> text;
        };
    }

    private static @Nullable Object ofNumber(Number number, NonFinite nonFinite) {
        if (number instanceof Long) {
            return number;
        }
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return big.longValue();
        }
        if (number instanceof BigDecimal decimal && isExactLong(decimal)) {
            return decimal.longValueExact();
        }
        return ofDouble(number.doubleValue(), nonFinite);
    }

    private static boolean isExactLong(BigDecimal decimal) {
        // the first test keeps 1e1000000000 from being written out
        return decimal.precision() - decimal.scale() <= 19
                && decimal.stripTrailingZeros().scale() <= 0
                && decimal.toBigInteger().bitLength() < Long.SIZE;
    }

    private static @Nullable Object ofDouble(double number, NonFinite nonFinite) {
        if (!Double.isFinite(number)) {
            return ofNonFinite(number, nonFinite);
        }
        if (number == Math.rint(number) && number >= -TWO_TO_63 && number < TWO_TO_63) {
            return (long) number;
        }
        return number;
    }

    private static @Nullable Object ofNonFinite(double number, NonFinite nonFinite) {
        return switch (nonFinite) {
            case STRING -> Double.toString(number);
            case NULL -> null;
            case NUMBER -> number;
        };
    }

    static Map<String, @Nullable Object> ofMap(Map<?, ?> map, NonFinite nonFinite) {
        SortedMap<String, @Nullable Object> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
        map.forEach((key, value) -> {
            if (value != null) {
                sorted.put(String.valueOf(key), of(value, nonFinite));
            }
        });
        return Collections.unmodifiableSortedMap(sorted);
    }

    private static List<@Nullable Object> ofElements(Collection<?> elements, NonFinite nonFinite) {
        List<@Nullable Object> list = new ArrayList<>(elements.size());
        for (Object element : elements) {
            list.add(of(element, nonFinite));
        }
        return Collections.unmodifiableList(list);
    }
}
