// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.RowBatch;
import io.github.camelwandb.client.model.SystemRow;
import io.github.camelwandb.client.model.WandbObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;

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

    /** The rows of a batch, or the one row. */
    static List<?> rows(Message message) {
        Object body = message.getBody();
        return body instanceof RowBatch<?> batch ? batch : List.of(map(body));
    }

    /** @throws IllegalArgumentException if the body has no fields */
    static Map<?, ?> map(Object body) {
        if (body instanceof WandbObject object) {
            return object.asMap();
        }
        if (body instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(
                "A body of " + (body == null ? "nothing" : body.getClass().getName())
                        + " has no fields: the transformers of wandb take rows, batches of rows, runs and the like; split what is an Iterator");
    }

    /** The canonical text of a row, and that of JSON of anything else. */
    static String json(Message message, Object body) {
        if (body instanceof RowBatch<?> batch) {
            return batch.stream().map(row -> json(message, row)).collect(Collectors.joining(",", "[", "]"));
        }
        TypeConverter converter = message.getExchange().getContext().getTypeConverter();
        return body instanceof HistoryRow || body instanceof SystemRow
                ? converter.convertTo(String.class, body)
                : converter.convertTo(JsonNode.class, body).toString();
    }
}
