// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.SystemRow;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.Converter;
import org.apache.camel.TypeConversionException;

/**
 * What bodies of the component become where a sink wants text, bytes, a stream or a tree: a row its canonical text without a
 * newline, a batch JSON Lines with a newline behind each row, a run or what W&amp;B knows of a file the JSON of its {@code asMap()}. Bytes
 * are UTF-8.
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

    /** {@link HistoryBatch#jsonLines()}. */
    @Converter
    public static String toText(HistoryBatch batch) {
        return batch.jsonLines();
    }

    /** {@link HistoryBatch#utf8()}. */
    @Converter
    public static byte[] toBytes(HistoryBatch batch) {
        return batch.utf8();
    }

    /** {@link HistoryBatch#utf8()}. */
    @Converter
    public static InputStream toStream(HistoryBatch batch) {
        return new ByteArrayInputStream(batch.utf8());
    }

    /** The run as a JSON object. */
    @Converter
    public static String toText(Run run) {
        try {
            return JSON.writeValueAsString(run);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(run, String.class, e);
        }
    }

    /** The run as a JSON object. */
    @Converter
    public static byte[] toBytes(Run run) {
        try {
            return JSON.writeValueAsBytes(run);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(run, byte[].class, e);
        }
    }

    /** The run as a JSON object. */
    @Converter
    public static InputStream toStream(Run run) {
        return new ByteArrayInputStream(toBytes(run));
    }

    /** The run as an object. */
    @Converter
    public static JsonNode toTree(Run run) {
        return JSON.valueToTree(run);
    }

    /** What W&amp;B knows of the file, as a JSON object. */
    @Converter
    public static String toText(RunFile file) {
        try {
            return JSON.writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(file, String.class, e);
        }
    }

    /** What W&amp;B knows of the file, as a JSON object. */
    @Converter
    public static byte[] toBytes(RunFile file) {
        try {
            return JSON.writeValueAsBytes(file);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(file, byte[].class, e);
        }
    }

    /** What W&amp;B knows of the file, as a JSON object. */
    @Converter
    public static InputStream toStream(RunFile file) {
        return new ByteArrayInputStream(toBytes(file));
    }

    /** What W&amp;B knows of the file, as an object. */
    @Converter
    public static JsonNode toTree(RunFile file) {
        return JSON.valueToTree(file);
    }
}
