// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Whether credentials are right: HTTP Basic with the user {@code api} and the key as the password, or as a bearer token the key or what was
 * given for the token of an identity provider.
 */
final class ApiKeys {

    private final String basic;
    private final String bearer;
    private final IdentityTokens tokens;
    private volatile boolean revoked;
    private volatile int refusal;

    ApiKeys(String apiKey, IdentityTokens tokens) {
        this.tokens = tokens;
        byte[] credentials = ("api:" + apiKey).getBytes(StandardCharsets.UTF_8);
        this.basic = "Basic " + Base64.getEncoder().encodeToString(credentials);
        this.bearer = "Bearer " + apiKey;
    }

    /** From now on no credentials are right, or those of the key are again. */
    void revoked(boolean value) {
        revoked = value;
        refusal = 0;
    }

    /** No credentials are right, and GraphQL is refused with this status. */
    void revoked(int status) {
        revoked = true;
        refusal = status;
    }

    /** The status with which GraphQL is refused to unknown callers; 0 if they are answered with nulls. */
    int refusal() {
        return refusal;
    }

    boolean accepts(Exchange exchange) {
        String header = exchange.header("Authorization");
        return !revoked
                && (header.equals(basic)
                        || header.equals(bearer)
                        || tokens.accepts(header.replaceFirst("^Bearer ", "")));
    }
}
