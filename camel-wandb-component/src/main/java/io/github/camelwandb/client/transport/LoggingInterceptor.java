// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One line for each attempt, at debug level, without headers or bodies. It runs before the key is added. */
final class LoggingInterceptor implements Interceptor {

    private final Logger log;

    LoggingInterceptor(Logger log) {
        this.log = log;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        long start = System.nanoTime();
        try {
            Response response = chain.proceed(request);
            log(request, "HTTP " + response.code(), start);
            return response;
        } catch (IOException e) {
            log(request, e.toString(), start);
            throw e;
        }
    }

    private void log(Request request, String outcome, long start) {
        if (log.isDebugEnabled()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            log.debug("{} {} {}: {} in {} ms", request.method(), request.url().host(), what(request), outcome, millis);
        }
    }

    private static String what(Request request) {
        @Nullable GraphqlOperation<?> operation = request.tag(GraphqlOperation.class);
        return operation == null ? request.url().encodedPath() : operation.name() + " of " + operation.path();
    }
}
