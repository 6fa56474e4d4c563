// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

/**
 * Whether a GraphQL document may change something: whether it has the name {@code mutation} anywhere but in strings and comments. A field
 * of that name counts too, which does no harm: the answer is only whether the document may be sent again.
 */
final class MutationCheck {

    private static final String QUOTES = "\"\"\"";

    private final String document;
    private int at;

    private MutationCheck(String document) {
        this.document = document;
    }

    static boolean mayChange(String document) {
        return new MutationCheck(document).findsMutation();
    }

    private boolean findsMutation() {
        while (at < document.length()) {
            char next = document.charAt(at);
            if (next == '#') {
                skipLine();
            } else if (document.startsWith(QUOTES, at)) {
                skipBlock();
            } else if (next == '"') {
                skipString();
            } else if (isOfName(next)) {
                if (name().equals("mutation")) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    private void skipLine() {
        while (at < document.length() && !isEndOfLine(document.charAt(at))) {
            at++;
        }
    }

    private void skipBlock() {
        at += QUOTES.length();
        while (at < document.length() && !document.startsWith(QUOTES, at)) {
            at += document.startsWith("\\" + QUOTES, at) ? 1 + QUOTES.length() : 1;
        }
        at += QUOTES.length();
    }

    /** One that does not end before its line does is an error in the document, and hides nothing behind that line. */
    private void skipString() {
        at++;
        while (at < document.length() && document.charAt(at) != '"' && !isEndOfLine(document.charAt(at))) {
            at += document.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private String name() {
        int start = at;
        while (at < document.length() && isOfName(document.charAt(at))) {
            at++;
        }
        return document.substring(start, at);
    }

    private static boolean isOfName(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isEndOfLine(char c) {
        return c == '\n' || c == '\r';
    }
}
