// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Which kind of failure an answer is, after the table of W&B's own client: 4xx answers carry GraphQL errors, and so do 200s. */
final class Failures {

    private static final Pattern UNKNOWN_TO_SCHEMA =
            Pattern.compile("Cannot query field|Unknown (argument|type|field|directive)");

    private static final Pattern NO_PERMISSION = Pattern.compile("(?i)permission denied|not authorized|forbidden");

    private static final Pattern PASSING = Pattern.compile(
            "(?i)^internal$|internal ((server|system) )?error|deadline exceeded|time(d )?-?out|temporar|unavailable|overload");

    private final HttpUrl baseUrl;
    private final Credentials credentials;

    Failures(HttpUrl baseUrl, Credentials credentials) {
        this.baseUrl = baseUrl;
        this.credentials = credentials;
    }

    /** The server answered with an error. */
    WandbException answered(Asked operation, int status, String text, @Nullable Duration retryAfter) {
        String said = credentials.redact(text);
        Details details = new Details(status, operation.name(), operation.path(), said);
        String what = operation.name() + " of " + operation.path();
        String answer = " (HTTP " + status + (said.isEmpty() ? ")" : ": " + said + ")");
        return switch (status) {
            case 401 ->
                new WandbAuthenticationException(
                        "The server at " + baseUrl + " does not accept " + credentials + answer
                                + ": check "
                                + (credentials.apiKey() == null
                                        ? Subject.IDENTITY_TOKEN.toCheck()
                                        : "that the key is of this server and was not revoked"),
                        details,
                        null);
            case 403 ->
                new WandbPermissionException(
                        credentials + " may not do " + what + answer
                                + ": use the key of a user or service account that may",
                        details,
                        null);
            case 404, 410 ->
                new WandbNotFoundException(
                        what + " is not there" + answer + ": check baseUrl, which is now " + baseUrl + ", and the path",
                        details,
                        null);
            case ProxyRefusal.WHO_ARE_YOU -> new ProxyRefusal(status, answer, null).exception(operation, baseUrl, said);
            case 408 -> new WandbUnavailableException(what + " timed out at the server" + answer, details, null);
            case 409 ->
                new WandbConflictException(
                        what + " is in conflict with what the server has" + answer
                                + ": somebody else may be changing it",
                        details,
                        null);
            case 429 ->
                new WandbRateLimitedException(
                        "The server limits the rate of requests, and " + what + " did not get its turn in time"
                                + answer,
                        details,
                        retryAfter);
            case 501 -> incompatible(what, answer, details);
            default -> byText(operation.subject(), status, what, answer, said, details);
        };
    }

    private WandbException byText(
            Subject subject, int status, String what, String answer, String said, Details details) {
        // what somebody else's document asks for is not what this version needs of a server
        if (subject != Subject.OWN_DOCUMENT && UNKNOWN_TO_SCHEMA.matcher(said).find()) {
            return incompatible(what, answer, details);
        }
        if (NO_PERMISSION.matcher(said).find()) {
            return new WandbPermissionException(
                    credentials + " may not do " + what + answer
                            + ": use the key of a user or service account that may",
                    details,
                    null);
        }
        if (status >= 500 || (status == 200 && PASSING.matcher(said).find())) {
            return new WandbUnavailableException(
                    "The server at " + baseUrl + " failed at " + what + answer
                            + ": check its state, and proxies on the way, if it stays so",
                    details,
                    null);
        }
        return new WandbBadRequestException(
                "The server does not accept " + what + answer + ": check " + subject.toCheck(), details, null);
    }

    private WandbException incompatible(String what, String answer, Details details) {
        return new WandbServerIncompatibleException(
                "The server at " + baseUrl + " does not know " + what + answer
                        + ": check baseUrl; a self-hosted server may be too old",
                details,
                null);
    }

    /** What came is not an answer of the API. */
    WandbException notTheApi(Asked operation, int status, @Nullable Throwable cause) {
        return new WandbServerIncompatibleException(
                "What answers at " + baseUrl + " is not the API of W&B: check baseUrl, and proxies on the way",
                new Details(status, operation.name(), operation.path(), null),
                cause);
    }

    /** It is the API, and more than a parser takes. */
    WandbException tooLong(Asked operation, int status, StreamConstraintsException cause) {
        return new WandbServerIncompatibleException(
                "The answer from " + baseUrl + " to " + operation.name() + " of " + operation.path()
                        + " has a text that is too long to be read, such as a row of tens of megabytes: "
                        + cause.getOriginalMessage(),
                new Details(status, operation.name(), operation.path(), null),
                cause);
    }

    /** The reader of the operation does not accept the data. */
    WandbException notUnderstood(Asked operation, RuntimeException cause) {
        if (cause instanceof WandbException known) {
            return known;
        }
        return new WandbServerIncompatibleException(
                "The answer from " + baseUrl + " to " + operation.name() + " of " + operation.path()
                        + " has a form that this version does not understand: " + cause,
                new Details(200, operation.name(), operation.path(), null),
                cause);
    }

    /** Following it could take the key to another server. */
    WandbException redirected(Asked operation, int status, @Nullable String location) {
        HttpUrl target = location == null ? null : baseUrl.resolve(location);
        String where =
                target == null ? "elsewhere" : "to " + target.scheme() + "://" + target.host() + ":" + target.port();
        return new WandbServerIncompatibleException(
                "The server at " + baseUrl + " redirects " + where
                        + ", which is not followed with a key: set baseUrl to the server that is meant",
                new Details(status, operation.name(), operation.path(), null),
                null);
    }

    /** There was no answer, or it broke off. */
    WandbException notAnswered(Asked operation, IOException cause) {
        Optional<ProxyRefusal> refusal = ProxyRefusal.of(cause);
        if (refusal.isPresent()) {
            return refusal.get().exception(operation, baseUrl, null);
        }
        Details details = new Details(0, operation.name(), operation.path(), null);
        if (isDistrust(cause)) {
            return new WandbServerIncompatibleException(
                    "The certificate of " + baseUrl + " is not trusted (" + cause.getMessage()
                            + "): check baseUrl, and that the trust store has the authority of this server",
                    details,
                    cause);
        }
        return new WandbUnavailableException(
                "No whole answer from " + baseUrl + " to " + operation.name() + " of " + operation.path() + " (" + cause
                        + "): check baseUrl and the network if it stays so",
                details,
                cause);
    }

    static boolean isDistrust(Throwable failure) {
        return failure instanceof SSLPeerUnverifiedException
                || (failure instanceof SSLHandshakeException && failure.getCause() instanceof CertificateException);
    }

    /**
     * The deadline is over.
     *
     * @param last what the last attempt failed with
     * @param pause that the server still asks for
     */
    WandbException tooLate(Asked operation, Duration deadline, @Nullable Throwable last, Optional<Duration> pause) {
        String what = operation.name() + " of " + operation.path();
        @Nullable WandbException known = last instanceof WandbException exception ? exception : null;
        Details details = new Details(
                known == null ? 0 : known.status().orElse(0),
                operation.name(),
                operation.path(),
                known == null ? null : known.serverMessage());
        if (pause.isPresent() || known instanceof WandbRateLimitedException) {
            return new WandbRateLimitedException(
                    "The server limits the rate of requests, and " + what + " did not get its turn within "
                            + seconds(deadline),
                    details,
                    pause.orElse(null));
        }
        String why = known == null ? "" : "; the last attempt ended with: " + known.getMessage();
        return new WandbUnavailableException(
                what + " did not succeed within " + seconds(deadline) + why,
                details,
                last == null ? new TimeoutException() : last);
    }

    /** The deadline is over, and other requests took the time: see {@link Overload#isOurs}. */
    WandbException noTurn(Asked operation, Duration deadline, int maxConcurrentRequests) {
        return new WandbUnavailableException(
                operation.name() + " of " + operation.path() + " did not succeed within " + seconds(deadline)
                        + ", nearly all of which it waited for others: maxConcurrentRequests=" + maxConcurrentRequests
                        + " lets no more through at once",
                new Details(0, operation.name(), operation.path(), null),
                new RejectedExecutionException());
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    /** The client was closed. */
    WandbException closed(Asked operation) {
        return new WandbUnavailableException(
                "The client of " + baseUrl + " is closed, and asks for " + operation.name() + " of " + operation.path()
                        + " no more",
                new Details(0, operation.name(), operation.path(), null),
                null);
    }
}
