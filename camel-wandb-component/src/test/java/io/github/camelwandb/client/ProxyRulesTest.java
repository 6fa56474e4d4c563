// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {

    private static Proxy select(ProxyRules rules, String server) {
        OkHttpClient.Builder http = new OkHttpClient.Builder();
        rules.applyTo(http);
        return http.build().proxySelector().select(URI.create(server)).get(0);
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    @Test
    void wandbsOwnVariableWinsOverTheCommonOne() {
        ProxyRules rules = ProxyRules.of(
                Map.of("HTTPS_PROXY", "http://common:1", "WANDB_HTTPS_PROXY", "http://anna:s3cret@own:2"));

        assertThat(select(rules, "https://api.wandb.ai")).isEqualTo(proxy("own", 2));
        assertThat(rules.toString()).doesNotContain("s3cret");
    }

    @Test
    void aVariableThatAnotherWinsOverNeedNameNoProxy() {
        ProxyRules rules =
                ProxyRules.of(Map.of("HTTPS_PROXY", "socks5://common:1", "WANDB_HTTPS_PROXY", "http://own:2"));

        assertThat(select(rules, "https://api.wandb.ai")).isEqualTo(proxy("own", 2));
    }

    @Test
    void theSchemeOfTheServerDecides() {
        ProxyRules rules = ProxyRules.of(Map.of("https_proxy", "secure:1", "http_proxy", "plain:2"));

        assertThat(select(rules, "https://wandb.acme.com")).isEqualTo(proxy("secure", 1));
        assertThat(select(rules, "http://wandb.acme.com")).isEqualTo(proxy("plain", 2));
    }

    @ParameterizedTest
    @CsvSource({
        "https://wandb.acme.com, true",
        "https://WANDB.acme.com, true",
        "https://api.wandb.ai, false",
        "https://notacme.com, false",
        "https://localhost:8080, true",
        "https://127.0.0.1:8080, true",
        "https://[::1]:8080, true",
        "https://[fe80::1]:8080, false",
        "https://inner.example.org, true",
        "https://inner.example.net, true",
    })
    void someHostsAreReachedDirectly(String server, boolean isDirect) {
        ProxyRules rules =
                ProxyRules.of(Map.of("HTTPS_PROXY", "proxy:3128", "NO_PROXY", "acme.com, .example.org, *.example.net"));

        assertThat(select(rules, server)).isEqualTo(isDirect ? Proxy.NO_PROXY : proxy("proxy", 3128));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536, 70000})
    void aPortThatThereCannotBeIsRefused(int port) {
        assertThatThrownBy(() -> ProxyRules.through("proxy", port, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxyPort=" + port)
                .hasMessageContaining("from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy:80/x", "proxy:80", "proxy:", "", " ", "pro xy", "proxy#a"})
    void whatIsMoreThanAHostIsRefused(String host) {
        assertThatThrownBy(() -> ProxyRules.through(host, 3128, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxyHost=" + host + " is no host")
                .hasMessageContaining("proxyPort");
    }

    @Test
    void aHostWithAPasswordBeforeItIsRefusedWithoutItsText() {
        assertThatThrownBy(() -> ProxyRules.through("anna:s3cret@proxy", 3128, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxyHost")
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.acme.com", "10.0.0.1", "::1", "fe80::1%eth0"})
    void aNameOrAnAddressIsAHost(String host) {
        assertThat(select(ProxyRules.through(host, 1, null, null), "https://api.wandb.ai"))
                .isEqualTo(proxy(host, 1));
    }

    @Test
    void whatNamesNoProxyIsRefusedWithoutItsText() {
        assertThatThrownBy(() -> ProxyRules.of(Map.of("HTTPS_PROXY", "socks5://anna:s3cret@proxy:1080")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageContaining("http://host:port")
                .message()
                .doesNotContain("s3cret");
    }
}
