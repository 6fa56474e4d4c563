// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.graphql.Links;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where files are kept, and what it asks of those who come.
 *
 * @param signature that URLs must have
 * @param elsewhere whether it is another host than the API's, one that takes no keys
 * @param uploadHeaders that uploads must have, each a name, a colon and a value
 */
record Storage(Signature signature, boolean elsewhere, List<String> uploadHeaders) {

    private static final String OTHER_HOST = "localhost";

    /** The URLs to tell a caller. */
    Links links(Exchange exchange) {
        String base = exchange.baseUrl();
        String storage = elsewhere ? base.replaceFirst("//[^:/]*", "//" + OTHER_HOST) : base;
        return new Links(base, storage, signature.value(), uploadHeaders);
    }

    /** Why it does not let a request in; null if it does. */
    @Nullable
    Reply refusal(Exchange exchange) {
        Reply refusal = signatureRefusal(exchange);
        if (refusal != null) {
            return refusal;
        }
        boolean complete = uploadHeaders.stream().allMatch(header -> isThere(exchange, header));
        return complete || !exchange.method().equals("PUT") ? null : Reply.error(400, "an upload header is missing");
    }

    /** The same, whatever headers uploads must have. */
    @Nullable
    Reply signatureRefusal(Exchange exchange) {
        if (!exchange.query().equals("signature=" + signature.value())) {
            return Reply.error(403, "the signature is missing or wrong, or has expired");
        }
        if (elsewhere && !exchange.header("Authorization").isEmpty()) {
            return Reply.error(400, "only one auth mechanism allowed");
        }
        return null;
    }

    /** What it says of a good upload: Azure, known by its header, says 201, and the SDK insists on it there. */
    Reply stored(Exchange exchange) {
        return Reply.empty(exchange.header("x-ms-blob-type").isEmpty() ? 200 : 201);
    }

    private static boolean isThere(Exchange exchange, String header) {
        int colon = header.indexOf(':');
        return exchange.header(header.substring(0, colon))
                .equals(header.substring(colon + 1).strip());
    }
}
