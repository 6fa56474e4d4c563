// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Through which proxy a server is reached. Without a rule it is what the JVM has been told, by {@code https.proxyHost} and the like.
 *
 * @param byScheme of the server
 * @param direct hosts that are reached without one: a name, or the end of one; {@code *} is all
 */
public record ProxyRules(Map<String, ProxyServer> byScheme, List<String> direct) {

    private static final Map<String, List<String>> VARIABLES = Map.of(
            "http", List.of("WANDB_HTTP_PROXY", "HTTP_PROXY", "http_proxy"),
            "https", List.of("WANDB_HTTPS_PROXY", "HTTPS_PROXY", "https_proxy"));

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    /**
     * All servers are reached through this one.
     *
     * @throws IllegalArgumentException if there can be no such host or port
     */
    public static ProxyRules through(String host, int port, @Nullable String user, @Nullable String password) {
        if (host.isBlank()
                || host.chars().anyMatch(sign -> sign <= ' ' || "/@?#".indexOf(sign) >= 0)
                || host.matches("[^:]*:\\d*")) {
            throw new IllegalArgumentException("proxyHost=" + (host.contains("@") ? "..." : host)
                    + " is no host: set it to the name or the address alone, and the port as proxyPort");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("proxyPort=" + port + " is no port: set it to one from 1 to 65535");
        }
        ProxyServer server = new ProxyServer(host, port, user, password);
        return new ProxyRules(Map.of("http", server, "https", server), List.of());
    }

    /**
     * What the variables say that W&amp;B's own clients heed: {@code WANDB_HTTPS_PROXY}, {@code HTTPS_PROXY}, the same with HTTP for servers
     * without TLS, and {@code NO_PROXY}. Loopback addresses are always reached directly.
     *
     * @throws IllegalArgumentException if one of them names no proxy
     */
    public static ProxyRules of(Map<String, String> environment) {
        Map<String, ProxyServer> byScheme = new HashMap<>();
        VARIABLES.forEach((scheme, variables) -> {
            for (String variable : variables) {
                String value = environment.getOrDefault(variable, "");
                if (!value.isBlank()) {
                    byScheme.put(scheme, ProxyServer.of(value, "The environment variable " + variable));
                    break;
                }
            }
        });
        String direct = environment.getOrDefault("NO_PROXY", environment.getOrDefault("no_proxy", ""));
        List<String> hosts = new ArrayList<>(LOOPBACK);
        Arrays.stream(direct.split(","))
                .map(host -> host.trim().toLowerCase(Locale.ROOT))
                .map(host -> host.startsWith("*.") ? host.substring(1) : host)
                .filter(host -> !host.isEmpty())
                .forEach(hosts::add);
        return new ProxyRules(Map.copyOf(byScheme), byScheme.isEmpty() ? List.of() : List.copyOf(hosts));
    }

    /** Has a client follow them. */
    public void applyTo(OkHttpClient.Builder http) {
        if (!byScheme.isEmpty()) {
            http.proxySelector(new Selector(this)).proxyAuthenticator(authenticator());
        }
    }

    private boolean isDirect(String host) {
        return direct.stream()
                .anyMatch(rule -> rule.equals("*")
                        || host.equals(rule)
                        || host.endsWith(rule.startsWith(".") ? rule : "." + rule));
    }

    private @Nullable ProxyServer serverFor(String scheme, String host) {
        return isDirect(host.toLowerCase(Locale.ROOT)) ? null : byScheme.get(scheme);
    }

    private Authenticator authenticator() {
        return (route, response) -> {
            Request request = response.request();
            ProxyServer server = byScheme.values().stream()
                    .filter(each -> route == null || each.proxy().equals(route.proxy()))
                    .filter(each -> each.user() != null)
                    .findFirst()
                    .orElse(null);
            if (server == null || request.header("Proxy-Authorization") != null) {
                return null; // it does not take them
            }
            String credentials = Credentials.basic(
                    Objects.requireNonNull(server.user()), Objects.requireNonNullElse(server.password(), ""));
            return request.newBuilder()
                    .header("Proxy-Authorization", credentials)
                    .build();
        };
    }

    private static final class Selector extends ProxySelector {
        private final ProxyRules rules;

        Selector(ProxyRules rules) {
            this.rules = rules;
        }

        @Override
        public List<Proxy> select(URI server) {
            // a URI has brackets around an IPv6 address
            String host = String.valueOf(server.getHost()).replaceAll("[\\[\\]]", "");
            ProxyServer through = rules.serverFor(String.valueOf(server.getScheme()), host);
            return List.of(through == null ? Proxy.NO_PROXY : through.proxy());
        }

        @Override
        public void connectFailed(URI server, SocketAddress proxy, IOException failure) {
            // the request fails with it
        }
    }

    @Override
    public String toString() {
        return byScheme.toString();
    }
}
