// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.CanonicalValue;
import io.github.camelwandb.client.model.NonFinite;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that a run logged as a table, which has {@code columns}, a list of names, and {@code data}, a list of lists. They are
 * read as they are asked for. Values are in the canonical form of a {@link io.github.camelwandb.client.model.HistoryRow}, but for nulls, which
 * are there. Fails with {@link WandbServerIncompatibleException} where the file is none. Not safe for several threads.
 */
public final class TableRows implements Iterator<Map<String, @Nullable Object>>, Closeable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final String about;
    private final NonFinite nonFinite;
    private final List<String> columns;
    private final JsonParser rows;
    private @Nullable Map<String, @Nullable Object> next;
    private boolean isAtEnd;
    private long count;

    private TableRows(String about, NonFinite nonFinite, List<String> columns, JsonParser rows) {
        this.about = about;
        this.nonFinite = nonFinite;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * The rows of a file on the disk.
     *
     * @param about what it is at W&amp;B, for the texts of errors
     */
    public static TableRows open(Path file, String about, NonFinite nonFinite) {
        try {
            List<String> columns;
            try (JsonParser parser = JSON.createParser(file.toFile())) {
                findList(parser, "columns", about);
                columns = names(parser, about);
            }
            JsonParser rows = JSON.createParser(file.toFile());
            try {
                findList(rows, "data", about);
                return new TableRows(about, nonFinite, columns, rows);
            } catch (IOException | RuntimeException e) {
                rows.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(about, e);
        }
    }

    /** Stops at the beginning of the list. */
    private static void findList(JsonParser parser, String name, String about) throws IOException {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isFound = parser.currentName().equals(name);
                if (parser.nextToken() == JsonToken.START_ARRAY && isFound) {
                    return;
                }
                parser.skipChildren();
            }
        }
        throw wrong(about, "it has no list of " + name, null);
    }

    private static List<String> names(JsonParser parser, String about) throws IOException {
        List<String> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = parser.currentToken();
            if (token == null || !token.isScalarValue()) {
                throw wrong(about, "the name of its column " + (names.size() + 1) + " is no text", null);
            }
            names.add(unlike(names, parser.getText()));
        }
        return names;
    }

    private static String unlike(List<String> names, String name) {
        String unlike = name;
        for (int number = 2; names.contains(unlike); number++) {
            unlike = name + "_" + number;
        }
        return unlike;
    }

    /** Reads the next row, so that {@link #next} does not fail. */
    @Override
    public boolean hasNext() {
        if (next == null && !isAtEnd) {
            if (rows.isClosed()) {
                throw new IllegalStateException(
                        "The table " + about
                                + " is closed, and its file may be gone: read its rows in the route, as split does, before the exchange ends");
            }
            try {
                next = read();
                isAtEnd = next == null;
            } catch (IOException e) {
                throw failed(about, e);
            }
        }
        return next != null;
    }

    private @Nullable Map<String, @Nullable Object> read() throws IOException {
        JsonToken token = rows.nextToken();
        if (token == JsonToken.END_ARRAY) {
            return null;
        }
        count++;
        if (token != JsonToken.START_ARRAY) {
            throw wrong(about, "row " + count + " is no list", null);
        }
        List<?> cells = JSON.readValue(rows, List.class);
        if (cells.size() != columns.size()) {
            throw wrong(
                    about,
                    "row " + count + " has " + cells.size() + " cells, and there are " + columns.size() + " columns",
                    null);
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), CanonicalValue.of(cells.get(i), nonFinite));
        }
        return Collections.unmodifiableMap(row);
    }

    /** By name of the column, in the order of the columns. */
    @Override
    public Map<String, @Nullable Object> next() {
        Map<String, @Nullable Object> row = hasNext() ? next : null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return row;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private static RuntimeException failed(String about, IOException cause) {
        return cause instanceof JsonProcessingException json
                ? wrong(about, json.getOriginalMessage(), cause)
                : new UncheckedIOException("The table " + about + " cannot be read from the disk: " + cause, cause);
    }

    private static WandbServerIncompatibleException wrong(String about, String why, @Nullable Throwable cause) {
        return new WandbServerIncompatibleException(
                "The file " + about + " is no table: " + why + ". downloadFile gives it as it is",
                new Details(200, "ReadTable", about, null),
                cause);
    }
}
