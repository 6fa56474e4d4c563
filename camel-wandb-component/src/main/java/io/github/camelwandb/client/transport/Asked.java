// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

/** What the server is asked for, for the texts of errors. */
interface Asked {

    /** Of the operation. */
    String name();

    /** What it is about, such as {@code entity/project/runId}. */
    String path();

    /** What of it the server may not accept. */
    default Subject subject() {
        return Subject.OTHER;
    }
}
