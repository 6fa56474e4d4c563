// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.Comparator;

/**
 * Orders texts by code point. {@link String#compareTo} compares UTF-16 units and would put {@code U+1F600} before {@code U+FF5E}; by code
 * point is also the order of the UTF-8 bytes, so any tool in any language can check it.
 */
public final class CodePointOrder implements Comparator<String> {

    /** It has no state. */
    public static final CodePointOrder INSTANCE = new CodePointOrder();

    private CodePointOrder() {}

    @Override
    public int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return left.length() - right.length();
    }

    /** Surrogates stand for code points above all others, so they are moved behind U+E000..U+FFFF. */
    private static int rank(char unit) {
        if (unit < Character.MIN_SURROGATE) {
            return unit;
        }
        return unit <= Character.MAX_SURROGATE ? unit + 0x2000 : unit - 0x800;
    }
}
