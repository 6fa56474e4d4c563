// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

/** What of a request it may be that the server does not accept: for the texts of errors. */
public enum Subject {
    /** A document that the caller wrote. */
    OWN_DOCUMENT("the document and its variables"),

    /** Which runs, and in which order. */
    SELECTION("what was asked, such as filter and order"),

    /** The token of an identity provider. */
    IDENTITY_TOKEN("that the identity token in the file is not out of date, and that the server trusts who made it"),

    OTHER("what was asked");

    private final String toCheck;

    Subject(String toCheck) {
        this.toCheck = toCheck;
    }

    /** To be put behind "check". */
    String toCheck() {
        return toCheck;
    }
}
