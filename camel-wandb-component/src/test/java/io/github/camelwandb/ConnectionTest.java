// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.Viewer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are reached by TLS, through proxies, and behind gateways: WireMock is in front of the simulator. */
class ConnectionTest extends SimulatedWandbTestSupport {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private WireMockServer front = new WireMockServer(0);

    @AfterEach
    void stopFront() {
        front.stop();
    }

    private void start(WireMockConfiguration options) {
        front = new WireMockServer(options);
        front.start();
        front.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(wandb.baseUrl())));
    }

    private WandbComponent wandbComponent() {
        return context.getComponent("wandb", WandbComponent.class);
    }

    private void ask() {
        assertThat(template.requestBody("wandb:-/-?operation=viewer", null, Viewer.class)
                        .username())
                .isEqualTo("simulator");
    }

    // TLS

    /** With a certificate that nobody knows, of this machine. */
    private Path keyStore() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=wandb.acme.local",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1"))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return store;
    }

    private static SSLContextParameters trusting(Path store) {
        KeyStoreParameters certificates = new KeyStoreParameters();
        certificates.setResource("file:" + store);
        certificates.setPassword(PASSWORD);
        certificates.setType("PKCS12");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(certificates);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);
        return tls;
    }

    private Path startWithTls() throws Exception {
        Path store = keyStore();
        start(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store.toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
        wandbComponent().getConfiguration().setBaseUrl("https://localhost:" + front.httpsPort());
        return store;
    }

    @Test
    void aServerWithACertificateOfItsOwnIsTrustedByTheTlsParameters() throws Exception {
        wandbComponent().setSslContextParameters(trusting(startWithTls()));

        ask();
    }

    @Test
    void aServerWithACertificateOfItsOwnIsTrustedByTheGlobalTlsParametersWhereTheyAreAskedFor() throws Exception {
        context.setSSLContextParameters(trusting(startWithTls()));
        wandbComponent().setUseGlobalSslContextParameters(true);

        ask();
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefusedAndTheErrorSaysSo() throws Exception {
        context.setSSLContextParameters(trusting(startWithTls()));

        assertThatThrownBy(this::ask).rootCause().isInstanceOf(java.security.GeneralSecurityException.class);
        assertThatThrownBy(this::ask)
                .hasStackTraceContaining(WandbServerIncompatibleException.class.getName())
                .hasStackTraceContaining("trust");
    }

    @Test
    void componentsWithDifferentTlsShareNoClient() {
        WandbComponent other = component();
        other.setSslContextParameters(new SSLContextParameters());
        context.addComponent("other", other);
        WandbComponent one = wandbComponent();

        assertThat(other.client(other.getConfiguration())).isNotSameAs(one.client(one.getConfiguration()));
    }

    // proxies

    @Test
    void aProxyThatIsNamedIsUsed() {
        start(WireMockConfiguration.options().dynamicPort());
        wandbComponent().getConfiguration().setBaseUrl("http://wandb.acme.invalid");
        wandbComponent().setProxyHost("localhost");
        wandbComponent().setProxyPort(front.port());

        ask();

        front.verify(anyRequestedFor(anyUrl()).withHost(equalTo("wandb.acme.invalid")));
    }

    @Test
    void aProxyOfTheEnvironmentIsUsed() {
        start(WireMockConfiguration.options().dynamicPort());
        wandbComponent().getConfiguration().setBaseUrl("http://wandb.acme.invalid");
        wandbComponent().setEnvironment(Map.of("HTTP_PROXY", "localhost:" + front.port()));

        ask();

        front.verify(anyRequestedFor(anyUrl()).withHost(equalTo("wandb.acme.invalid")));
    }

    @Test
    void aProxyThatAsksIsToldTheUserAndTheServerIsNot() {
        start(WireMockConfiguration.options().dynamicPort());
        front.stubFor(any(anyUrl())
                .withHeader("Proxy-Authorization", absent())
                .willReturn(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"acme\"")));
        wandbComponent().getConfiguration().setBaseUrl("http://wandb.acme.invalid");
        wandbComponent().setProxyHost("localhost");
        wandbComponent().setProxyPort(front.port());
        wandbComponent().setProxyUsername("anna");
        wandbComponent().setProxyPassword("s3cret");

        ask();

        front.verify(anyRequestedFor(anyUrl())
                .withHeader("Proxy-Authorization", equalTo(okhttp3.Credentials.basic("anna", "s3cret"))));
    }

    @Test
    void aProxyThatLetsNobodyThroughIsTold() {
        start(WireMockConfiguration.options().dynamicPort());
        front.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(407)));
        wandbComponent().getConfiguration().setBaseUrl("http://wandb.acme.invalid");
        wandbComponent().setProxyHost("localhost");
        wandbComponent().setProxyPort(front.port());

        assertThatThrownBy(this::ask)
                .rootCause()
                .isInstanceOf(WandbPermissionException.class)
                .hasMessageContaining("The proxy on the way to http://wandb.acme.invalid")
                .hasMessageContainingAll("407", "proxyUsername", "proxyPassword");
    }

    @Test
    void aProxyThatThereCannotBeIsRefusedAtTheStart() {
        wandbComponent().setProxyHost("http://proxy:80/x");

        assertThatThrownBy(this::ask)
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("proxyHost=http://proxy:80/x");
    }

    /** The server is reached through the proxy, as somebody whom it knows, and is tried three times. */
    private TunnellingProxy startBehindTunnel() throws Exception {
        wandbComponent().setSslContextParameters(trusting(startWithTls()));
        TunnellingProxy proxy = new TunnellingProxy(front.httpsPort());
        wandbComponent().getConfiguration().setBaseUrl("https://localhost:1");
        wandbComponent().setMaxAttempts(3);
        wandbComponent().setProxyHost("127.0.0.1");
        wandbComponent().setProxyPort(proxy.port());
        wandbComponent().setProxyUsername("anna");
        return proxy;
    }

    @Test
    void aServerWithTlsIsReachedThroughAProxyThatSeesNeitherKeyNorQuestion() throws Exception {
        try (TunnellingProxy proxy = startBehindTunnel()) {
            wandbComponent().setProxyPassword("s3cret");

            ask();

            assertThat(proxy.heads())
                    .allSatisfy(head ->
                            assertThat(head).startsWith("CONNECT localhost:1 ").doesNotContain("\nAuthorization"))
                    .last(InstanceOfAssertFactories.STRING)
                    .contains("Proxy-Authorization: " + okhttp3.Credentials.basic("anna", "s3cret"));
            front.verify(anyRequestedFor(anyUrl()).withoutHeader("Proxy-Authorization"));
        }
    }

    @Test
    void aProxyThatWantsToKnowWhoIsToBeConnectedIsToldAtOnce() throws Exception {
        try (TunnellingProxy proxy = startBehindTunnel()) {
            wandbComponent().setProxyUsername(null);

            assertThatThrownBy(this::ask)
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasStackTraceContaining(WandbPermissionException.class.getName())
                    .hasStackTraceContaining("The proxy on the way to https://localhost:1")
                    .hasStackTraceContaining("407")
                    .hasStackTraceContaining("proxyUsername and proxyPassword");
            assertThat(proxy.heads()).hasSize(1);
        }
    }

    @Test
    void aProxyThatConnectsNobodyWithTheServerIsToldAtOnce() throws Exception {
        try (TunnellingProxy proxy = startBehindTunnel()) {
            proxy.refuseOnce("403 Forbidden");

            assertThatThrownBy(this::ask)
                    .hasStackTraceContaining(WandbPermissionException.class.getName())
                    .hasStackTraceContaining("The proxy on the way to https://localhost:1")
                    .hasStackTraceContaining("403")
                    .hasStackTraceContaining("proxyHost and proxyPort");
        }
    }

    @Test
    void aProxyThatCannotConnectNowIsAskedAgain() throws Exception {
        try (TunnellingProxy proxy = startBehindTunnel()) {
            proxy.refuseOnce("502 Bad Gateway");
            proxy.refuseOnce("503 Service Unavailable");

            ask();
        }
    }

    // headers

    @Test
    void extraHeadersGoToTheServer() {
        start(WireMockConfiguration.options().dynamicPort());
        wandbComponent().getConfiguration().setBaseUrl(front.baseUrl());
        wandbComponent().setExtraHeaders(Map.of("X-Gateway", "g4te"));
        wandbComponent()
                .setEnvironment(Map.of(
                        "WANDB_X_EXTRA_HTTP_HEADERS", "{\"x-gateway\": \"other\", \"X-Team\": \"vision\"}",
                        "WANDB_USERNAME", "anna"));

        ask();

        front.verify(anyRequestedFor(anyUrl())
                .withHeader("X-Gateway", equalTo("g4te"))
                .withHeader("X-Team", equalTo("vision"))
                .withHeader("X-WANDB-USERNAME", equalTo("anna"))
                .withHeader("Authorization", matching("Basic .+")));
    }

    @Test
    void extraHeadersThatCannotBeAreRefusedWithoutTheirValue() {
        wandbComponent().setExtraHeaders(Map.of("X-Gateway", "s3cret\nX-Other: 1"));

        assertThatThrownBy(() -> template.requestBody("wandb:-/-?operation=viewer", ""))
                .hasStackTraceContaining("extraHeaders.X-Gateway")
                .satisfies(failure -> assertThat(failure.getCause().toString()).doesNotContain("s3cret"));
    }
}
