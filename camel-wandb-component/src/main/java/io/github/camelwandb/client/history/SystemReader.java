// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.history.SystemRows.Place;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.SystemRow;
import io.github.camelwandb.client.transport.ServerJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Reads {@code data.project.run.events}, rows of text, and keeps the first of those behind a place. */
final class SystemReader {

    private static final ObjectReader ROW = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build()
            .readerFor(new TypeReference<Map<String, Object>>() {});

    /** Of the JSON of the rows that are kept: those of a machine with many devices have hundreds of metrics. */
    private static final long MAX_CHARACTERS = 2 * RowLimit.PAGE_BYTES;

    /** @param characters of its JSON */
    private record Kept(SystemRow row, int characters) {}

    private final NonFinite nonFinite;
    private final Place behind;

    private final DoubleStream.Builder times = DoubleStream.builder();
    private final Foremost<Kept> rows;
    private @Nullable Instant runCreatedAt;
    private long lines;
    private int received;
    private int wanted;
    private int passed; // of the time of the place
    private boolean found;

    /** For one attempt. */
    SystemReader(NonFinite nonFinite, Place behind, int maxRows) {
        this.nonFinite = nonFinite;
        this.behind = behind;
        this.rows = new Foremost<>(
                maxRows,
                MAX_CHARACTERS,
                Comparator.comparingDouble(kept -> kept.row().seconds()),
                Kept::characters);
    }

    /** Empty if there is no such run. */
    Optional<SystemRows> read(JsonParser data) throws IOException {
        found = RunObject.read(data, (field, parser) -> {
            if (field.equals("eventsLineCount") && parser.currentToken().isNumeric()) {
                lines = parser.getLongValue();
            } else if (field.equals("createdAt")) {
                runCreatedAt = ServerJson.instant(parser);
            } else if (field.equals("events") && parser.currentToken() == JsonToken.START_ARRAY) {
                readRows(parser);
            } else {
                parser.skipChildren();
            }
        });
        List<SystemRow> first = rows.values().stream().map(Kept::row).toList();
        return found
                ? Optional.of(new SystemRows(lines, received, first, wanted > first.size(), runCreatedAt))
                : Optional.empty();
    }

    /** The place behind the first so many of the lines that the server counts; behind its share of what was answered, if that is a sample. */
    Place placeBehind(long passedLines) {
        double[] sorted = times.build().sorted().toArray();
        long shown = lines > received ? passedLines * received / lines : passedLines;
        Place place = Place.BEGINNING;
        for (int i = 0; i < Math.min(shown, sorted.length); i++) {
            place = place.behind(sorted[i]);
        }
        return place;
    }

    private void readRows(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            received++;
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                continue;
            }
            int length = parser.getTextLength();
            JsonParser text = RowParser.parserOf(parser);
            try (text) {
                Map<String, Object> values = ROW.readValue(text);
                if (values != null) { // as the text "null" has it
                    take(SystemRow.of(values, nonFinite), length);
                }
            } catch (JsonProcessingException e) {
                continue; // no row
            }
        }
    }

    /** A row without a time cannot be placed. */
    private void take(SystemRow row, int length) {
        double time = row.seconds();
        if (Double.isNaN(time)) {
            return;
        }
        times.add(time);
        boolean isWanted = time > behind.seconds() || (time == behind.seconds() && passed++ >= behind.rows());
        if (!isWanted) {
            return;
        }
        wanted++;
        rows.add(new Kept(row, length));
    }
}
