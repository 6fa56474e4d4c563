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
                    what + ", a " + nameOf(value) + ", cannot be read: " + (e.getCause() == null ? e : e.getCause()),
                    e);
        }
    }

    /** The same of the body as a text. */
    static @Nullable String text(Message message) {
        return text("The body", message.getBody(), message.getExchange());
    }

    /** The same as a text. A map, a list or an array of values is none, although Java would print it. */
    static @Nullable String text(String what, @Nullable Object value, Exchange exchange) {
        return isOfValues(value) ? null : of(what, value, String.class, exchange);
    }

    private static boolean isOfValues(@Nullable Object value) {
        return value instanceof Map
                || value instanceof Collection
                || (value != null
                        && value.getClass().isArray()
                        && !(value instanceof byte[])
                        && !(value instanceof char[]));
    }

    /** What a value is, for the texts of errors. */
    static String nameOf(Object value) {
        return value.getClass().getTypeName();
    }
}
