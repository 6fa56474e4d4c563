// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.transform;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.RowBatch;
import io.github.camelwandb.client.model.SystemRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.cloudevents.CloudEvents;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent (https://cloudevents.io, 1.0) in Camel's headers for one, with JSON as its data: what {@code http:application-cloudevents}
 * and the like send. The id is the row key, or made of what a line or a row of system metrics is, so that one that comes again is the same
 * event. Not so of runs: one that changes and changes back looks like before, and is another event.
 */
@DataTypeTransformer(
        name = "wandb:application-cloudevents",
        description = "The message of a consumer as a CloudEvent: the headers that Camel has for one, and JSON")
public class CloudEventTransformer extends Transformer {

    private static final String TYPE = "io.github.camelwandb.";

    @Override
    public void transform(Message message, DataType from, DataType to) {
        CloudEvent event = CloudEvents.v1_0;
        Object body = Bodies.of(message);
        String run = Bodies.run(message);
        String json = Bodies.json(message, body);
        Long time = message.getHeader(WandbConstants.TIMESTAMP, Long.class);
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, event.version());
        message.setHeader(
                CloudEvent.CAMEL_CLOUD_EVENT_ID,
                orElse(message.getHeader(WandbConstants.ROW_KEY), id(message, body, json)));
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, TYPE + type(message, body));
        message.setHeader(
                CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, orElse(message.getHeader(WandbConstants.RUN_URL), "wandb:" + run));
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, run);
        message.setHeader(
                CloudEvent.CAMEL_CLOUD_EVENT_TIME,
                Instant.ofEpochMilli(
                                time != null
                                        ? time
                                        : message.getExchange().getClock().getCreated())
                        .toString());
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE, "application/json");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(json);
    }

    private static String id(Message message, @Nullable Object body, String json) {
        if (!(body instanceof LogLine) && !(body instanceof SystemRow)) {
            return message.getExchange().getExchangeId();
        }
        UUID digest = UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8));
        return Bodies.run(message) + "/" + type(message, body) + "/" + digest;
    }

    private static Object orElse(@Nullable Object value, Object other) {
        return value != null ? value : other;
    }

    private static String type(Message message, @Nullable Object body) {
        Object event = message.getHeader(WandbConstants.EVENT);
        if (event != null) {
            return "run." + event;
        }
        if (body instanceof LogLine) {
            return "line";
        }
        return body instanceof RowBatch ? "rows" : "row";
    }
}
