// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.simulator.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Where in its work a consumer meets something: at a request, or at the rows that it has asked for there.
 *
 * @param operation what is asked for, null for anything
 * @param skipped how many such requests are answered before
 * @param fromStep the first step of the rows
 */
record Place(@Nullable String operation, int skipped, long fromStep) {

    /** What asks for rows. */
    static final String HISTORY = "history";

    /** The request meets the fault, once. */
    Fault meets(Fault fault, String runId) {
        String ofRun = HISTORY.equals(operation) ? runId : null;
        return new Fault(fault.effect(), operation, ofRun, skipped, 1);
    }
}
