// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.RowBatch;
import io.github.camelwandb.client.model.SystemRow;
import io.github.camelwandb.client.model.WandbObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Converter;
import org.apache.camel.TypeConversionException;

/**
 * What bodies of the component become where a sink wants text, bytes, a stream or a tree: a row its canonical text without a
 * newline, a batch JSON Lines with a newline behind each row, a line of a console its text, anything else the JSON of
 * {@link WandbObject#asMap()}. Bytes are UTF-8.
 */
@Converter(generateLoader = true)
public final class WandbConverters {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private WandbConverters() {}

    /** {@link HistoryRow#json()}. */
    @Converter
    public static String toText(HistoryRow row) {
        return row.json();
    }

    /** {@link HistoryRow#utf8()}. */
    @Converter
    public static byte[] toBytes(HistoryRow row) {
        return row.utf8();
    }

    /** {@link HistoryRow#utf8()}. */
    @Converter
    public static InputStream toStream(HistoryRow row) {
        return new ByteArrayInputStream(row.utf8());
    }

    /** What {@link HistoryRow#json()} reads as; of the text of some doubles Jackson has other ideas. */
    @Converter
    public static JsonNode toTree(HistoryRow row) {
        try {
            return JSON.readTree(row.json());
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(row, JsonNode.class, e);
        }
    }

    /** {@link SystemRow#json()}. */
    @Converter
    public static String toText(SystemRow row) {
        return row.json();
    }

    /** {@link SystemRow#utf8()}. */
    @Converter
    public static byte[] toBytes(SystemRow row) {
        return row.utf8();
    }

    /** {@link SystemRow#utf8()}. */
    @Converter
    public static InputStream toStream(SystemRow row) {
        return new ByteArrayInputStream(row.utf8());
    }

    /** {@link RowBatch#jsonLines()}. */
    @Converter
    public static String toText(RowBatch<?> batch) {
        return batch.jsonLines();
    }

    /** {@link RowBatch#utf8()}. */
    @Converter
    public static byte[] toBytes(RowBatch<?> batch) {
        return batch.utf8();
    }

    /** {@link RowBatch#utf8()}. */
    @Converter
    public static InputStream toStream(RowBatch<?> batch) {
        return new ByteArrayInputStream(batch.utf8());
    }

    /** The text of the line, without its end. */
    @Converter
    public static String toText(LogLine line) {
        return line.text();
    }

    /** The text of the line, without its end. */
    @Converter
    public static byte[] toBytes(LogLine line) {
        return line.text().getBytes(StandardCharsets.UTF_8);
    }

    /** The text of the line, without its end. */
    @Converter
    public static InputStream toStream(LogLine line) {
        return new ByteArrayInputStream(toBytes(line));
    }

    /** The JSON of {@link WandbObject#asMap()}. */
    @Converter
    public static String toText(WandbObject object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(object, String.class, e);
        }
    }

    /** The JSON of {@link WandbObject#asMap()}. */
    @Converter
    public static byte[] toBytes(WandbObject object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(object, byte[].class, e);
        }
    }

    /** The JSON of {@link WandbObject#asMap()}. */
    @Converter
    public static InputStream toStream(WandbObject object) {
        return new ByteArrayInputStream(toBytes(object));
    }

    /** The JSON of {@link WandbObject#asMap()}. */
    @Converter
    public static JsonNode toTree(WandbObject object) {
        return JSON.valueToTree(object);
    }
}
