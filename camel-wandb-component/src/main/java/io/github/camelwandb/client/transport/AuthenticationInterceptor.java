// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Adds the key, and what else is to be said, to requests to the server itself, and to no other: storage hosts refuse it. */
final class AuthenticationInterceptor implements Interceptor {

    private final HttpUrl baseUrl;
    private final Map<String, String> headers;
    private final Authorization authorization;

    AuthenticationInterceptor(HttpUrl baseUrl, Authorization authorization, Map<String, String> headers) {
        this.baseUrl = baseUrl;
        this.headers = headers;
        this.authorization = authorization;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!isOurs(request.url())) {
            return chain.proceed(request);
        }
        Request.Builder ours = request.newBuilder();
        headers.forEach(ours::header);
        String header = authorization.header(request.url());
        if (header != null) {
            ours.header("Authorization", header);
        }
        return chain.proceed(ours.build());
    }

    private boolean isOurs(HttpUrl url) {
        return url.scheme().equals(baseUrl.scheme())
                && url.host().equals(baseUrl.host())
                && url.port() == baseUrl.port()
                && folder(url).startsWith(folder(baseUrl));
    }

    /** What begins as the last name of the address does is another name. */
    private static String folder(HttpUrl url) {
        String path = url.encodedPath();
        return path.endsWith("/") ? path : path + "/";
    }
}
