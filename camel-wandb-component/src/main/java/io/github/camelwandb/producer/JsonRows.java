// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads a body of rows: a Map or several, or JSON: an object, a list of objects, or JSON Lines. */
final class JsonRows {

    private static final ObjectReader ROWS = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build()
            .readerFor(new TypeReference<Map<String, @Nullable Object>>() {});

    private JsonRows() {}

    /** @throws IllegalArgumentException if it is none of these, or there are no rows */
    static List<Map<String, @Nullable Object>> of(Message message) {
        List<Map<String, @Nullable Object>> rows = rows(message);
        if (rows.isEmpty()) {
            throw wrong("empty", null);
        }
        return rows;
    }

    private static List<Map<String, @Nullable Object>> rows(Message message) {
        Object body = message.getBody();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        if (body instanceof Map<?, ?> row) {
            rows.add(JsonValues.withTextKeys("the body", row));
        } else if (body instanceof Iterable<?> several && !(body instanceof JsonNode) && !(body instanceof Path)) {
            several.forEach(row -> rows.add(row(row)));
        } else {
            parse(message, rows);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(@Nullable Object row) {
        if (row instanceof Map<?, ?> map) {
            return JsonValues.withTextKeys("the body", map);
        }
        throw wrong("a list with " + (row == null ? "null" : "a " + Conversion.nameOf(row)), null);
    }

    private static void parse(Message message, List<Map<String, @Nullable Object>> rows) {
        Object body = message.getBody();
        InputStream json = Conversion.of("The body", body, InputStream.class, message.getExchange());
        if (json == null) {
            throw wrong(body == null ? "empty" : "a " + Conversion.nameOf(body), null);
        }
        try (MappingIterator<Map<String, @Nullable Object>> values = ROWS.readValues(json)) {
            while (values.hasNextValue()) {
                rows.add(values.nextValue());
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw wrong("no such JSON" + where + " (" + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw wrong("unreadable (" + e.getMessage() + ")", e);
        }
    }

    private static IllegalArgumentException wrong(String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "The body is " + what
                        + ": it must be a row or several, each a Map, or JSON: an object, a list of objects or"
                        + " JSON Lines, as in {\"loss\":0.5}",
                cause);
    }
}
