// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import java.util.OptionalLong;

/**
 * Where a history ends.
 *
 * @param runFound whether the server knows the run
 * @param step the highest, empty if there is none
 * @param lines how many rows have a step; 0 if the server does not say
 */
record RunEnd(boolean runFound, OptionalLong step, long lines) {

    /** The server knows no such run. */
    static final RunEnd NO_RUN = new RunEnd(false, OptionalLong.empty(), 0);
}
