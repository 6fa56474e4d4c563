// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Which kind of failure an answer of a storage is. Of its addresses only the host is told: the rest is a permission. */
final class StorageFailures {

    private final Failures failures;
    private final Credentials credentials;

    StorageFailures(Failures failures, Credentials credentials) {
        this.failures = failures;
        this.credentials = credentials;
    }

    /** The storage answered with an error. */
    WandbException answered(Asked asked, HttpUrl url, int status, String text, @Nullable Duration retryAfter) {
        String said = credentials.redact(text);
        Details details = new Details(status, asked.name(), asked.path(), said);
        String what = asked.name() + " of " + asked.path();
        String answer = " (HTTP " + status + (said.isEmpty() ? ")" : ": " + said + ")");
        String storage = "The storage at " + where(url);
        return switch (status) {
            case 401, 403 ->
                new WandbPermissionException(
                        storage + " refuses " + what + answer
                                + " although the server gave out the address: check the clocks of both, and proxies on the way",
                        details,
                        null);
            case 404, 410 ->
                new WandbNotFoundException(
                        storage + " does not have " + asked.path() + answer + ": it was deleted, or is not there yet",
                        details,
                        null);
            case 429 ->
                new WandbRateLimitedException(
                        storage + " limits the rate of requests, and " + what + " did not get its turn" + answer,
                        details,
                        retryAfter);
            case ProxyRefusal.WHO_ARE_YOU -> new ProxyRefusal(status, answer, null).exception(asked, where(url), said);
            case 408, 416 -> new WandbUnavailableException(storage + " failed at " + what + answer, details, null);
            default ->
                status >= 500
                        ? new WandbUnavailableException(
                                storage + " failed at " + what + answer + ": check its state if it stays so",
                                details,
                                null)
                        : new WandbBadRequestException(
                                storage + " does not accept " + what + answer
                                        + ": check the size and the name of the file",
                                details,
                                null);
        };
    }

    /** There was no answer, or it broke off. */
    WandbException notAnswered(Asked asked, HttpUrl url, IOException cause) {
        Optional<ProxyRefusal> refusal = ProxyRefusal.of(cause);
        if (refusal.isPresent()) {
            return refusal.get().exception(asked, where(url), null);
        }
        Details details = new Details(0, asked.name(), asked.path(), null);
        if (Failures.isDistrust(cause)) {
            return new WandbServerIncompatibleException(
                    "The certificate of the storage at " + where(url) + " is not trusted (" + cause.getMessage()
                            + "): check that the trust store has its authority",
                    details,
                    cause);
        }
        return new WandbUnavailableException(
                "The storage at " + where(url) + " broke off " + asked.name() + " of " + asked.path() + " (" + cause
                        + "): check the network if it stays so",
                details,
                cause);
    }

    /** It leads on too often, or to where a file must not go. */
    WandbException redirected(Asked asked, HttpUrl url, int status) {
        return new WandbServerIncompatibleException(
                "The storage at " + where(url) + " redirects " + asked.name() + " of " + asked.path()
                        + " too often, or to where it must not go: check proxies on the way",
                new Details(status, asked.name(), asked.path(), null),
                null);
    }

    /** The client was closed. */
    WandbException closed(Asked asked) {
        return failures.closed(asked);
    }

    /** The client was closed between two requests. */
    WandbException closed() {
        return failures.closed(new Transfer("more", "a file"));
    }

    private record Transfer(String name, String path) implements Asked {}

    private static String where(HttpUrl url) {
        return url.scheme() + "://" + url.host() + ":" + url.port();
    }
}
