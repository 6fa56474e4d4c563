// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;

/** What a consumer reports, for a test whose subject are troubles. */
final class Reports implements ExceptionHandler {

    /** One of them. */
    record Report(String message, Throwable cause) {}

    private final List<Report> all = new CopyOnWriteArrayList<>();

    List<Report> all() {
        return all;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException("", exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, @Nullable Exchange exchange, Throwable exception) {
        all.add(new Report(message, exception));
    }
}
