// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

/** A field that the server refuses to compute; its answer has this HTTP status and a normal GraphQL body. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
