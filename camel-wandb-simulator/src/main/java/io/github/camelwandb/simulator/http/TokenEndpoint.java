// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.store.JsonText;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** {@code POST /oidc/token}: the token of an identity provider for an access token (RFC 7523). */
final class TokenEndpoint {

    static final String PATH = "/oidc/token";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final IdentityTokens tokens;

    TokenEndpoint(IdentityTokens tokens) {
        this.tokens = tokens;
    }

    Call read(Exchange exchange) throws IOException {
        return new Post(tokens, form(new String(exchange.body(), StandardCharsets.UTF_8)));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private record Post(IdentityTokens tokens, Map<String, String> form) implements Call {

        @Override
        public String operation() {
            return "oidc_token";
        }

        @Override
        public boolean isAbout(String runId) {
            return false;
        }

        @Override
        public Reply execute() {
            if (!GRANT.equals(form.get("grant_type"))) {
                return Reply.error(400, "unsupported_grant_type");
            }
            IdentityTokens.Access access = tokens.exchange(form.getOrDefault("assertion", ""));
            return access == null
                    ? Reply.error(401, "invalid_grant")
                    : Reply.json(
                            200,
                            JsonText.write(Map.of(
                                    "access_token",
                                    access.token(),
                                    "token_type",
                                    "Bearer",
                                    "expires_in",
                                    access.lifetime().toSeconds())));
        }
    }
}
