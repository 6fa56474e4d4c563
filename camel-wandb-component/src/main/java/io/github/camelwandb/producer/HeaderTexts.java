// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.OneLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.Message;

/** A header that holds several texts: a list of them, or one text in which commas are between them. */
final class HeaderTexts {

    private HeaderTexts() {}

    /**
     * The texts, none if there is no such header.
     *
     * @throws IllegalArgumentException if it is neither, or one is empty
     */
    static List<String> of(Message message, String name) {
        Object header = message.getHeader(name);
        List<?> values;
        if (header == null) {
            return List.of();
        } else if (header instanceof Collection<?> several) {
            values = new ArrayList<>(several); // which may have null
        } else if (header instanceof String text) {
            values = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        } else {
            throw wrong(name, header);
        }
        for (Object value : values) {
            if (!(value instanceof String text) || text.isBlank()) {
                throw wrong(name, header);
            }
        }
        return values.stream().map(String.class::cast).toList();
    }

    /**
     * The same, each checked.
     *
     * @param check throws {@link IllegalArgumentException} where a text is not as it should be
     * @throws IllegalArgumentException if one is not, with the name of the header
     */
    static List<String> of(Message message, String name, UnaryOperator<String> check) {
        List<String> texts = of(message, name);
        try {
            return texts.stream().map(check).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The header " + name + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(String name, Object header) {
        return new IllegalArgumentException("The header " + name + "=" + OneLine.of(header)
                + " is neither a list of texts nor a text with commas between them, or one of them is empty");
    }
}
