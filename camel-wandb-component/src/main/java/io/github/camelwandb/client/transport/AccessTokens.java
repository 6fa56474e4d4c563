// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbException.Details;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens that the server gives for the token of an identity provider (RFC 7523), which is read from its file each time, because who
 * wrote it renews it. A new one is asked for before the old one ends, and waited for only shortly before; those who need it meanwhile share
 * the question.
 */
final class AccessTokens implements Authorization {

    private static final String NAME = "IdentityToken";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path identityToken;
    private final HttpUrl endpoint;
    private final Function<ServerCall<Token>, CompletableFuture<Token>> server;
    private final Clock clock;

    private volatile @Nullable Token known;
    private @Nullable CompletableFuture<Token> asked;

    /**
     * @param renewAt when to ask for another one
     * @param end when the server takes it no more
     */
    record Token(String text, Instant renewAt, Instant end) {
        /** From when on it may end before the answer comes. */
        Instant waitAt() {
            return renewAt.plus(Duration.between(renewAt, end).dividedBy(2));
        }

        /** The same, to be renewed before anything else is asked. */
        Token ended() {
            return new Token(text, Instant.MIN, Instant.MIN);
        }

        @Override
        public String toString() {
            return "an access token until " + end;
        }
    }

    /** @param server asks it, again after failures that may pass */
    AccessTokens(
            Path identityToken,
            HttpUrl endpoint,
            Function<ServerCall<Token>, CompletableFuture<Token>> server,
            Clock clock) {
        this.identityToken = identityToken;
        this.endpoint = endpoint;
        this.server = server;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> ready() {
        Instant now = clock.instant();
        Token current = known;
        if (current != null && now.isBefore(current.renewAt())) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Token> renewal = renewal();
        if (current != null && now.isBefore(current.waitAt())) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> ready = new CompletableFuture<>();
        renewal.whenComplete((renewed, failure) -> {
            if (failure == null || (current != null && clock.instant().isBefore(current.end()))) {
                ready.complete(null);
            } else {
                ready.completeExceptionally(failure);
            }
        });
        return ready;
    }

    private synchronized CompletableFuture<Token> renewal() {
        CompletableFuture<Token> question = asked;
        if (question == null) {
            // who waits for it is told after the token is known
            question = Futures.thenAsk(
                    renew(),
                    token -> {
                        answered(token);
                        return CompletableFuture.completedFuture(token);
                    },
                    failure -> {
                        answered(null);
                        return CompletableFuture.failedFuture(failure);
                    });
            asked = question.isDone() ? null : question;
        }
        return question;
    }

    private synchronized void answered(@Nullable Token token) {
        asked = null;
        known = token != null ? token : known;
    }

    /** Perhaps it has forgotten the token: the next request asks for another one. */
    @Override
    public synchronized void refused() {
        known = known == null ? null : known.ended();
    }

    private CompletableFuture<Token> renew() {
        String assertion;
        try {
            assertion = Files.readString(identityToken).trim();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new WandbAuthenticationException(
                    "The identity token cannot be read from " + identityToken + ": " + e,
                    Details.of(identityToken.toString()),
                    e));
        }
        if (assertion.isEmpty()) {
            return CompletableFuture.failedFuture(new WandbAuthenticationException(
                    "The file of the identity token, " + identityToken
                            + ", is empty: have the identity provider write a token into it",
                    Details.of(identityToken.toString()),
                    null));
        }
        FormBody form = new FormBody.Builder()
                .add("grant_type", GRANT)
                .add("assertion", assertion)
                .build();
        Request request = new Request.Builder().url(endpoint).post(form).build();
        return server.apply(
                new ServerCall<>(NAME, endpoint.host(), request, this::token, true, Subject.IDENTITY_TOKEN));
    }

    private Token token(InputStream body) throws IOException {
        JsonNode answer = json(body);
        if (!answer.path("access_token").isTextual()) {
            throw new IllegalStateException("the answer has no access_token");
        }
        Duration lifetime = Duration.ofSeconds(answer.path("expires_in").asLong(3600));
        Instant now = clock.instant();
        Duration early = lifetime.dividedBy(2).compareTo(EARLY) < 0 ? lifetime.dividedBy(2) : EARLY;
        return new Token(answer.get("access_token").asText(), now.plus(lifetime).minus(early), now.plus(lifetime));
    }

    /** What is no JSON may be the token itself, which the parser would quote. */
    private static JsonNode json(InputStream body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonEOFException e) {
            throw e; // it was broken off
        } catch (JsonProcessingException e) {
            throw new JsonParseException(null, "it is no JSON");
        }
    }

    @Override
    public @Nullable String header(HttpUrl url) {
        Token current = known;
        return current == null || url.equals(endpoint) ? null : "Bearer " + current.text();
    }
}
