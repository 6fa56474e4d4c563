// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One row of history, kept in the form it leaves the server in: the JSON text, escaped as the inside of a JSON string. A page
 * of rows is then a copy of bytes; the few who need the row itself undo the escapes.
 *
 * @param step the row's {@code _step}, or -1 if it has none
 * @param escaped UTF-8 bytes, without the quotation marks
 */
public record HistoryLine(long step, byte[] escaped) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    /**
     * Takes one line of JSON as logged.
     *
     * @throws IllegalArgumentException if it is not a JSON object
     */
    public static HistoryLine of(String text) {
        return new HistoryLine(stepOf(text), JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }

    /**
     * Takes one line of JSON that is served at a step, whatever it says itself.
     *
     * @throws IllegalArgumentException if it is not a JSON object
     */
    public static HistoryLine at(long step, String text) {
        return new HistoryLine(step, of(text).escaped());
    }

    private static long stepOf(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a history line must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean step = "_step".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (step && value.isNumeric()) {
                    return parser.getValueAsLong();
                }
                parser.skipChildren();
            }
            return -1;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a line of JSON: " + e.getMessage(), e);
        }
    }

    /** The line as logged, as UTF-8. */
    byte[] raw() {
        byte[] raw = new byte[escaped.length];
        int length = 0;
        for (int i = 0; i < escaped.length; i++) {
            byte b = escaped[i];
            if (b != '\\') {
                raw[length++] = b;
                continue;
            }
            b = escaped[++i];
            switch (b) {
                case 'n' -> raw[length++] = '\n';
                case 't' -> raw[length++] = '\t';
                case 'r' -> raw[length++] = '\r';
                case 'b' -> raw[length++] = '\b';
                case 'f' -> raw[length++] = '\f';
                case 'u' -> {
                    // the encoder writes only control characters this way
                    raw[length++] =
                            (byte) Integer.parseInt(new String(escaped, i + 1, 4, StandardCharsets.US_ASCII), 16);
                    i += 4;
                }
                default -> raw[length++] = b;
            }
        }
        return java.util.Arrays.copyOf(raw, length);
    }

    /** A parser over the line. */
    JsonParser parser() throws IOException {
        return JSON.createParser(raw());
    }

    /** The line as logged. */
    public String text() {
        return new String(raw(), StandardCharsets.UTF_8);
    }

    /** The row, parsed. */
    public ObjectNode tree() {
        return (ObjectNode) JsonText.parse(text());
    }
}
