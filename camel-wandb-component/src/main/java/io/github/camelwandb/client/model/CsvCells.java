// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import org.jspecify.annotations.Nullable;

/**
 * What values are in a cell. A spreadsheet takes a text with certain first characters for a formula, and runs it; an apostrophe before it
 * makes it a text again.
 *
 * @param escapesFormulas whether texts get that apostrophe
 */
public record CsvCells(boolean escapesFormulas) {

    /** As OWASP lists them, the wide forms of East Asian scripts among them. */
    private static final String BEGIN_FORMULAS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /** A number that JSON has no form for. */
    private static final String NUMBER = "-Infinity";

    /** @return null for an empty cell */
    public @Nullable String of(@Nullable Object value) {
        return value instanceof String text && escapesFormulas && isFormula(text) ? "'" + text : FlatRun.text(value);
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && BEGIN_FORMULAS.indexOf(text.charAt(0)) >= 0 && !text.equals(NUMBER);
    }
}
