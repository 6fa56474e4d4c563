// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.Credentials;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What makes the server know who asks. */
@FunctionalInterface
interface Authorization {

    /** Completes when a request may be made; may be cancelled. */
    default CompletableFuture<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    /** The header of a request to this address of the server, null for none. */
    @Nullable
    String header(HttpUrl url);

    /** The server does not know who asked. */
    default void refused() {}

    /** For what is asked before the server knows who asks. */
    static Authorization ofNobody() {
        return url -> null;
    }

    /** The key as the password of HTTP Basic. */
    static Authorization ofKey(Credentials credentials) {
        String basic = okhttp3.Credentials.basic("api", Objects.requireNonNull(credentials.apiKey()));
        return url -> basic;
    }
}
