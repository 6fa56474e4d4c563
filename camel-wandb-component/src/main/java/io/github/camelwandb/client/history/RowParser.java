// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.HistoryRowBuilder;
import io.github.camelwandb.client.model.NonFinite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes canonical rows of rows as the server writes them. Not safe for several threads. */
final class RowParser {

    /** More digits than Python writes: a row with more would be lost. */
    private static final int LONGEST_NUMBER = 10_000;

    /** W&B's writers use Python's JSON, which has NaN and infinities, and old ones let control characters through. */
    private static final JsonFactory EXTENDED_JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private final HistoryRowBuilder builder;
    private final Predicate<String> wanted;

    RowParser(NonFinite nonFinite) {
        this(nonFinite, key -> true);
    }

    private RowParser(NonFinite nonFinite, Predicate<String> wanted) {
        this.builder = HistoryRow.builder(nonFinite);
        this.wanted = wanted;
    }

    /** Makes rows with their steps and times only, enough to know them again: the rest of a row may take much memory. */
    static RowParser ofTimes(NonFinite nonFinite) {
        return new RowParser(nonFinite, Set.of("_step", "_timestamp")::contains);
    }

    /** Reads the value the parser is on, a JSON object or a text that holds one; empty if that is no row. */
    Optional<HistoryRow> parse(JsonParser answer) throws IOException {
        if (answer.currentToken() == JsonToken.START_OBJECT) {
            readRow(answer);
            return builder.build();
        }
        if (answer.currentToken() != JsonToken.VALUE_STRING) {
            answer.skipChildren();
            return Optional.empty();
        }
        JsonParser row = parserOf(answer); // a text that the answer's parser refuses is not a line that is no row
        try (row) {
            if (row.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            readRow(row);
            return builder.build();
        } catch (JsonProcessingException e) {
            builder.build(); // forgets the part that was read
            return Optional.empty();
        }
    }

    /** A parser for the JSON in the text that the parser is on. */
    static JsonParser parserOf(JsonParser answer) throws IOException {
        return EXTENDED_JSON.createParser(answer.getTextCharacters(), answer.getTextOffset(), answer.getTextLength());
    }

    private void readRow(JsonParser row) throws IOException {
        while (row.nextToken() != JsonToken.END_OBJECT) {
            String key = row.currentName();
            row.nextToken();
            if (wanted.test(key)) {
                builder.put(key, value(row));
            } else {
                row.skipChildren();
            }
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> list(parser);
            case START_OBJECT -> map(parser);
            default -> null;
        };
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser));
        }
        return map;
    }
}
