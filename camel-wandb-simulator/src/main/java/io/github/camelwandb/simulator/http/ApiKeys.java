// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whether credentials are right: HTTP Basic with the user {@code api} and the key as the password, or the key as a bearer token. */
final class ApiKeys {

    private final String basic;
    private final String bearer;

    ApiKeys(String apiKey) {
        byte[] credentials = ("api:" + apiKey).getBytes(StandardCharsets.UTF_8);
        this.basic = "Basic " + Base64.getEncoder().encodeToString(credentials);
        this.bearer = "Bearer " + apiKey;
    }

    boolean accepts(Exchange exchange) {
        String header = exchange.header("Authorization");
        return header.equals(basic) || header.equals(bearer);
    }
}
