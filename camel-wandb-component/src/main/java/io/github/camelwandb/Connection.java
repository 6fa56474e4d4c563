// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.ProxyRules;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * How servers are reached. It may hold secrets and is never shown.
 *
 * @param tls whom to trust and who to be; null for what the JVM does
 * @param headers that each request carries
 */
record Connection(@Nullable SSLContextParameters tls, ProxyRules proxies, Map<String, String> headers) {

    /** @throws IllegalArgumentException if the TLS parameters cannot be used */
    OkHttpClient client(CamelContext camel) {
        OkHttpClient.Builder http = new OkHttpClient.Builder();
        proxies.applyTo(http);
        if (tls != null) {
            try {
                http.sslSocketFactory(tls.createSSLContext(camel).getSocketFactory(), trustManager(tls));
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalArgumentException("sslContextParameters cannot be used: " + e.getMessage(), e);
            }
        }
        return http.build();
    }

    private static X509TrustManager trustManager(SSLContextParameters tls)
            throws GeneralSecurityException, IOException {
        return Arrays.stream(
                        tls.getTrustManagers() == null
                                ? ofJvm()
                                : tls.getTrustManagers().createTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("their trust managers know no X.509 certificates"));
    }

    private static TrustManager[] ofJvm() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    @Override
    public String toString() {
        return proxies.toString();
    }
}
