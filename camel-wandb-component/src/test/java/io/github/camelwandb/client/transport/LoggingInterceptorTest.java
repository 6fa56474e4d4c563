// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.github.camelwandb.client.Clients.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelwandb.client.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LoggingInterceptorTest {

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance().build();

    @Test
    void anAttemptIsOneLineWithWhatWasAskedAndWhatCameButWithoutTheKey() throws IOException {
        server.stubFor(any(anyUrl()).willReturn(status(503)));
        HttpUrl baseUrl = HttpUrl.get(server.baseUrl());
        Lines lines = new Lines();
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(new LoggingInterceptor(lines))
                .addInterceptor(
                        new AuthenticationInterceptor(baseUrl, Credentials.resolve(KEY, Map.of(), server.baseUrl())))
                .build();

        http.newCall(new GraphqlRequests(baseUrl)
                        .of(new GraphqlOperation<>("Viewer", Map.of(), "team/vision", parser -> "")))
                .execute()
                .close();

        assertThat(lines.lines).hasSize(1);
        assertThat(lines.lines.get(0))
                .matches("POST localhost Viewer of team/vision: HTTP 503 in \\d+ ms")
                .doesNotContain(KEY);
    }

    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        private final transient List<String> lines = new ArrayList<>();

        @Override
        protected String getFullyQualifiedCallerName() {
            return Lines.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
            lines.add(MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
