// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

/** What a sink has done with a row when the exchange completes and the position moves. */
enum Acknowledged {
    STORED("yes"),
    TOO_EARLY("*no*");

    private final String cell;

    Acknowledged(String cell) {
        this.cell = cell;
    }

    /** In the table, under "Stored by then". */
    String cell() {
        return cell;
    }
}
