// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Writes doubles as RFC 8785, section 3.2.2.3, has them: as ECMAScript does, with the fewest digits that read back as the same double.
 * The digits come from Raffaello Giulietti's Schubfach in jackson-core, so they do not depend on the JDK.
 */
final class CanonicalDouble {

    /** From here on, and from 1e21 on, ECMAScript writes an exponent. */
    private static final int SMALLEST_PLAIN_POINT = -5;

    private static final int LARGEST_PLAIN_POINT = 21;

    private CanonicalDouble() {}

    /** @param number finite and not 0 */
    static void write(StringBuilder out, double number) {
        String text = NumberOutput.toString(Math.abs(number), true);
        int exponentAt = text.indexOf('E');
        String mantissa = exponentAt < 0 ? text : text.substring(0, exponentAt);
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text.substring(exponentAt + 1));
        int dot = mantissa.indexOf('.');
        String digits = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int start = 0;
        while (digits.charAt(start) == '0') {
            start++;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        if (number < 0) {
            out.append('-');
        }
        // the value is 0.DIGITS times ten to the power of point
        int point = dot - start + exponent;
        String shortest = digits.substring(start, end);
        if (shortest.length() == 2) {
            // Schubfach, like Double.toString, prefers two digits where one would do: 4.9E-324
            int rounded = Math.round(Integer.parseInt(shortest) / 10f);
            if (Double.parseDouble("0." + rounded + "E" + point) == Math.abs(number)) {
                shortest = String.valueOf(rounded);
            } else if (rounded == 10 && Double.parseDouble("1E" + point) == Math.abs(number)) {
                shortest = "1";
                point++;
            }
        }
        layOut(out, shortest, point);
    }

    private static void layOut(StringBuilder out, String digits, int point) {
        if (point < SMALLEST_PLAIN_POINT || point > LARGEST_PLAIN_POINT) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append(point > 0 ? "e+" : "e-").append(Math.abs(point - 1));
        } else if (point <= 0) {
            out.append("0.").append("0".repeat(-point)).append(digits);
        } else if (digits.length() > point) {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        } else {
            out.append(digits).append("0".repeat(point - digits.length()));
        }
    }
}
