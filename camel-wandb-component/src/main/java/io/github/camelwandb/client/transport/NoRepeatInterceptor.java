// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps OkHttp from making a request again by itself, which may have been done: none of its options keeps it from that where a 503 comes
 * with {@code Retry-After: 0}. That header says no more than its absence.
 */
final class NoRepeatInterceptor implements Interceptor {

    private static final String RETRY_AFTER = "Retry-After";
    private static final int UNAVAILABLE = 503;
    private static final Pattern AT_ONCE = Pattern.compile("0+");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String wait = response.header(RETRY_AFTER, "");
        return response.code() == UNAVAILABLE && AT_ONCE.matcher(wait).matches()
                ? response.newBuilder().removeHeader(RETRY_AFTER).build()
                : response;
    }
}
