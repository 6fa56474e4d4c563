// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import org.jspecify.annotations.Nullable;

/** What strangers wrote, as it may be in the text of an error: whoever can end a line in a log can write the next one. */
public final class OneLine {

    private OneLine() {}

    /** The text with its control characters and ends of lines as the escapes that Java has for them. */
    public static String of(@Nullable Object text) {
        StringBuilder line = new StringBuilder();
        String.valueOf(text).chars().forEach(sign -> append(line, (char) sign));
        return line.toString();
    }

    private static void append(StringBuilder line, char sign) {
        switch (sign) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (Character.isISOControl(sign) || sign == '\u2028' || sign == '\u2029') {
                    line.append("\\u%04x".formatted((int) sign));
                } else {
                    line.append(sign);
                }
            }
        }
    }
}
