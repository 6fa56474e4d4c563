// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.Credentials;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Adds the key to requests to the server itself, and to no other: storage hosts refuse it. */
final class AuthenticationInterceptor implements Interceptor {

    private final HttpUrl baseUrl;
    private final String authorization;

    AuthenticationInterceptor(HttpUrl baseUrl, Credentials credentials) {
        this.baseUrl = baseUrl;
        this.authorization = okhttp3.Credentials.basic("api", credentials.apiKey());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!isOurs(request.url())) {
            return chain.proceed(request);
        }
        return chain.proceed(
                request.newBuilder().header("Authorization", authorization).build());
    }

    private boolean isOurs(HttpUrl url) {
        return url.scheme().equals(baseUrl.scheme())
                && url.host().equals(baseUrl.host())
                && url.port() == baseUrl.port()
                && url.encodedPath().startsWith(baseUrl.encodedPath());
    }
}
