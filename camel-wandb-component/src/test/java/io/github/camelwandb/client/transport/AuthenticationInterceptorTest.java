// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static io.github.camelwandb.client.Clients.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.Credentials;
import java.io.IOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationInterceptorTest {

    @ParameterizedTest
    @CsvSource({
        "https://acme.io/wandb, https://acme.io/wandb, true",
        "https://acme.io/wandb, https://acme.io/wandb/graphql, true",
        "https://acme.io/wandb/, https://acme.io/wandb/graphql, true",
        "https://acme.io, https://acme.io/graphql, true",
        "https://acme.io/wandb, https://acme.io/wandb-files/bucket/a.png, false",
        "https://acme.io/wandb, https://acme.io/minio/a.png, false",
        "https://acme.io/wandb, https://files.acme.io/wandb/a.png, false",
        "https://acme.io/wandb, http://acme.io/wandb/graphql, false",
        "https://acme.io/wandb, https://acme.io:8443/wandb/graphql, false"
    })
    void theKeyGoesToWhatIsBelowTheAddressOfTheServerOnly(String baseUrl, String asked, boolean isOurs)
            throws IOException {
        Credentials credentials = Credentials.resolve(KEY, Map.of(), baseUrl);
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(new AuthenticationInterceptor(
                        HttpUrl.get(baseUrl), Authorization.ofKey(credentials), Map.of("X-Gateway", "secret")))
                .addInterceptor(chain -> answer(chain.request()))
                .build();

        try (Response response =
                http.newCall(new Request.Builder().url(asked).build()).execute()) {
            assertThat(response.request().header("Authorization") != null).isEqualTo(isOurs);
            assertThat(response.request().header("X-Gateway") != null).isEqualTo(isOurs);
        }
    }

    /** In place of the server. */
    private static Response answer(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(new byte[0], null))
                .build();
    }
}
