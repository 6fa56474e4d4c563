// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy does not let a request through.
 *
 * @param answer the HTTP status of the proxy, and what it said
 */
record ProxyRefusal(int status, String answer, @Nullable IOException cause) {

    static final int WHO_ARE_YOU = 407;

    /** OkHttp tells only in words how a proxy answers who wants to be connected with a server. */
    private static final String NOT_AUTHENTICATED = "Failed to authenticate with proxy";

    private static final Pattern NOT_CONNECTED = Pattern.compile("Unexpected response code for CONNECT: (\\d+)");

    /** That of the connection, if it failed for such. */
    static Optional<ProxyRefusal> of(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher status = NOT_CONNECTED.matcher(text);
        if (status.matches()) {
            return Optional.of(toConnect(Integer.parseInt(status.group(1)), failure));
        }
        return text.equals(NOT_AUTHENTICATED) ? Optional.of(toConnect(WHO_ARE_YOU, failure)) : Optional.empty();
    }

    private static ProxyRefusal toConnect(int status, IOException failure) {
        return new ProxyRefusal(status, " (HTTP " + status + " to CONNECT)", failure);
    }

    /** @param server whom the proxy is on the way to */
    WandbException exception(Asked asked, Object server, @Nullable String said) {
        Details details = new Details(status, asked.name(), asked.path(), said);
        String what = asked.name() + " of " + asked.path();
        String proxy = "The proxy on the way to " + server + " does not let " + what + " through" + answer;
        if (status >= 500 || status == 408 || status == 429) {
            return new WandbUnavailableException(
                    proxy + ": check proxyHost and proxyPort, or the variable that names it, if it stays so",
                    details,
                    cause);
        }
        return new WandbPermissionException(
                proxy
                        + (status == WHO_ARE_YOU
                                ? ": check proxyUsername and proxyPassword, or those of the environment variable that names it"
                                : ": check that it lets anybody through to that server, and proxyHost and proxyPort, or the"
                                        + " environment variable that names it"),
                details,
                cause);
    }
}
