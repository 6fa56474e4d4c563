// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param user as whom to go through it, null if it asks nobody
 * @param password never shown
 */
record ProxyServer(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    /**
     * @param url such as {@code http://user:password@proxy.acme.com:3128}, where the scheme may be missing
     * @param source of the text, to be named
     * @throws IllegalArgumentException if it is none; the URL is not in the message, for it may have a password
     */
    static ProxyServer of(String url, String source) {
        HttpUrl parsed = HttpUrl.parse(url.contains("://") ? url.trim() : "http://" + url.trim());
        if (parsed == null || !parsed.scheme().equals("http")) {
            throw new IllegalArgumentException(
                    source
                            + " names no proxy that can be used: set it to http://host:port, perhaps with user:password@ before the host");
        }
        return new ProxyServer(
                parsed.host(),
                parsed.port(),
                parsed.username().isEmpty() ? null : parsed.username(),
                parsed.password().isEmpty() ? null : parsed.password());
    }

    Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
