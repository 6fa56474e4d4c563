// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/** Parts of a message as what Camel can make of them. */
final class Conversion {

    private Conversion() {}

    /**
     * A part of a message as something else.
     *
     * @param what it is, for the texts of errors
     * @return null if there is none, or Camel can make no such thing of it
     * @throws IllegalArgumentException if it cannot be read
     */
    static <T> @Nullable T of(String what, @Nullable Object value, Class<T> type, Exchange exchange) {
        if (value == null) {
            return null;
        }
        Path file = LocalFile.path(value);
        if (file != null) {
            LocalFile.readable(what, file);
        }
        try {
            return exchange.getContext().getTypeConverter().convertTo(type, exchange, value);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException(
                    what + ", a " + nameOf(value) + ", cannot be read: " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    /**
     * The body as a text. One of values is none, although Java would print it.
     *
     * @return null if there is none, or Camel can make no text of it
     * @throws IllegalArgumentException if it cannot be read
     */
    static @Nullable String text(Message message) {
        Object body = message.getBody();
        return isOfValues(body) ? null : of("The body", body, String.class, message.getExchange());
    }

    private static boolean isOfValues(@Nullable Object body) {
        return body instanceof Map
                || body instanceof Collection
                || (body != null
                        && body.getClass().isArray()
                        && !(body instanceof byte[])
                        && !(body instanceof char[]));
    }

    /** What a value is, for the texts of errors. */
    static String nameOf(Object value) {
        return value.getClass().getTypeName();
    }
}
