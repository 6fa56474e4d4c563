// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.util.UUID;

/** What makes an address its own permission, until it is renewed. */
final class Signature {

    private volatile String value = UUID.randomUUID().toString();

    String value() {
        return value;
    }

    /** Addresses with the one before have expired. */
    void renew() {
        value = UUID.randomUUID().toString();
    }
}
