// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.RowBatch;
import io.github.camelwandb.client.model.SystemRow;
import io.github.camelwandb.client.model.WandbObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;
import org.jspecify.annotations.Nullable;

/** What messages hold. */
final class Bodies {

    private Bodies() {}

    /**
     * The run that the message is about.
     *
     * @throws IllegalArgumentException if the headers of a consumer are not there
     */
    static String run(Message message) {
        return Stream.of(WandbConstants.ENTITY, WandbConstants.PROJECT, WandbConstants.RUN_ID)
                .map(header -> {
                    String name = message.getHeader(header, String.class);
                    if (name == null) {
                        throw new IllegalArgumentException(
                                "The header " + header
                                        + " is not there, which says with others which run it is: transform what a wandb consumer gave, or set it");
                    }
                    return name;
                })
                .collect(Collectors.joining("/"));
    }

    /** The body, but of a line of a console, which a consumer gives as a text and headers, the line. */
    static @Nullable Object of(Message message) {
        Object body = message.getBody();
        Long number = message.getHeader(WandbConstants.LINE_NUMBER, Long.class);
        if (number == null || !(body instanceof String text)) {
            return body;
        }
        Long time = message.getHeader(WandbConstants.TIMESTAMP, Long.class);
        return new LogLine(
                number,
                time == null ? null : Instant.ofEpochMilli(time),
                Objects.requireNonNullElse(message.getHeader(WandbConstants.LINE_LEVEL, String.class), ""),
                Objects.requireNonNullElse(message.getHeader(WandbConstants.LINE_LABEL, String.class), ""),
                text);
    }

    /** The rows of a batch, or the one row. */
    static List<?> rows(Message message) {
        Object body = of(message);
        return body instanceof RowBatch<?> batch ? batch : List.of(map(body));
    }

    /** @throws IllegalArgumentException if the body has no fields */
    static Map<?, ?> map(@Nullable Object body) {
        if (body instanceof WandbObject object) {
            return object.asMap();
        }
        if (body instanceof Map<?, ?> map) {
            return map;
        }
        throw noFields(body);
    }

    private static IllegalArgumentException noFields(@Nullable Object body) {
        return new IllegalArgumentException(
                "A body of " + (body == null ? "nothing" : body.getClass().getName())
                        + " has no fields: the transformers of wandb take rows, batches of rows, runs and the like; split what is an Iterator");
    }

    /**
     * The canonical text of a row, and that of JSON of anything else.
     *
     * @throws IllegalArgumentException if the body has no form in JSON
     */
    static String json(Message message, @Nullable Object body) {
        if (body instanceof RowBatch<?> batch) {
            return batch.stream().map(row -> json(message, row)).collect(Collectors.joining(",", "[", "]"));
        }
        TypeConverter converter = message.getExchange().getContext().getTypeConverter();
        if (body instanceof HistoryRow || body instanceof SystemRow) {
            return converter.convertTo(String.class, body);
        }
        JsonNode json = body instanceof String ? null : converter.convertTo(JsonNode.class, body);
        if (json == null) {
            throw noFields(body);
        }
        return json.toString();
    }
}
