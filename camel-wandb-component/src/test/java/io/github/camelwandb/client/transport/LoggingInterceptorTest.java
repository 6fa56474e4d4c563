// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.github.camelwandb.client.Clients.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelwandb.LoggedLines;
import io.github.camelwandb.client.Credentials;
import java.io.IOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoggingInterceptorTest {

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance().build();

    @Test
    void anAttemptIsOneLineWithWhatWasAskedAndWhatCameButWithoutTheKey() throws IOException {
        server.stubFor(any(anyUrl()).willReturn(status(503)));
        HttpUrl baseUrl = HttpUrl.get(server.baseUrl());
        LoggedLines lines = new LoggedLines();
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(new LoggingInterceptor(lines))
                .addInterceptor(new AuthenticationInterceptor(
                        baseUrl, Authorization.ofKey(Credentials.resolve(KEY, Map.of(), server.baseUrl())), Map.of()))
                .build();

        http.newCall(new GraphqlRequests(baseUrl)
                        .of(new GraphqlOperation<>("Viewer", Map.of(), "team/vision", parser -> "")))
                .execute()
                .close();

        assertThat(lines.texts()).hasSize(1);
        assertThat(lines.texts().get(0))
                .matches("POST localhost Viewer of team/vision: HTTP 503 in \\d+ ms")
                .doesNotContain(KEY);
    }
}
