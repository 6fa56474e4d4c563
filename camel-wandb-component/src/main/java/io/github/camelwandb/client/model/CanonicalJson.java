// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes canonical values (see {@link HistoryRow}) as JSON: no spaces, the fewest escapes, characters beyond ASCII as themselves. */
final class CanonicalJson {

    private static final String HEX = "0123456789abcdef";

    private CanonicalJson() {}

    static void write(StringBuilder out, @Nullable Object value) {
        if (value instanceof String text) {
            writeText(out, text);
        } else if (value instanceof Long number) {
            out.append(number.longValue());
        } else if (value instanceof Double number) {
            writeDouble(out, number);
        } else if (value instanceof List<?> list) {
            writeList(out, list);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(out, map);
        } else {
            out.append(value); // null, true, false
        }
    }

    private static void writeDouble(StringBuilder out, double number) {
        if (Double.isFinite(number)) {
            CanonicalDouble.write(out, number);
        } else {
            out.append(number);
        }
    }

    private static void writeList(StringBuilder out, List<?> list) {
        out.append('[');
        String separator = "";
        for (Object element : list) {
            out.append(separator);
            write(out, element);
            separator = ",";
        }
        out.append(']');
    }

    private static void writeMap(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            writeText(out, (String) entry.getKey());
            out.append(':');
            write(out, entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    static void writeText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                writeControl(out, c);
            } else if (Character.isSurrogate(c)) {
                i = writeSurrogate(out, text, i);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static void writeControl(StringBuilder out, char c) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> writeEscape(out, c);
        }
    }

    /** Writes the pair, or escapes half a pair, which UTF-8 cannot carry; answers the index of the last unit written. */
    private static int writeSurrogate(StringBuilder out, String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1))) {
            out.append(c).append(text.charAt(index + 1));
            return index + 1;
        }
        writeEscape(out, c);
        return index;
    }

    private static void writeEscape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }
}
