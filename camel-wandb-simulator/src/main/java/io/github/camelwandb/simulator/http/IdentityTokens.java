// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tokens of an identity provider that are trusted, and the access tokens that were given for them. */
final class IdentityTokens {

    private final Clock clock;
    private final Map<String, Duration> trusted = new ConcurrentHashMap<>();
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final AtomicInteger given = new AtomicInteger();

    /** An access token, and for how long it is good. */
    record Access(String token, Duration lifetime) {}

    IdentityTokens(Clock clock) {
        this.clock = clock;
    }

    /** From now on only this token is trusted, for access of so long. */
    void trust(String token, Duration lifetime) {
        trusted.clear();
        trusted.put(token, lifetime);
    }

    /** Null if the token is not trusted. */
    @Nullable
    Access exchange(String token) {
        Duration lifetime = trusted.get(token);
        if (lifetime == null) {
            return null;
        }
        Access access = new Access("access.of.identity-" + given.incrementAndGet(), lifetime);
        ends.put(access.token(), clock.instant().plus(lifetime));
        return access;
    }

    boolean accepts(String accessToken) {
        Instant end = ends.get(accessToken);
        return end != null && clock.instant().isBefore(end);
    }
}
