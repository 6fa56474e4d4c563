// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

/** A filter or an order that W&amp;B would refuse. */
public final class BadFilterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadFilterException(int status, String message) {
        super(message);
        this.status = status;
    }

    BadFilterException(String message) {
        this(400, message);
    }

    /** The HTTP status W&amp;B answers with. */
    public int status() {
        return status;
    }
}
