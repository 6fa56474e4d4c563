// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.transform;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;
import org.apache.camel.support.DefaultMessage;

/** A message for each row of the body, which {@code kafka} sends one by one: all of a run have one key, so that Kafka keeps their order. */
@DataTypeTransformer(
        name = "wandb:kafka-records",
        description = "The rows of a batch as a list of messages with their JSON and the run as the key, for kafka")
public class KafkaRecordsTransformer extends Transformer {

    /** What camel-kafka calls it. */
    private static final String KEY = "kafka.KEY";

    @Override
    public void transform(Message message, DataType from, DataType to) {
        String key = Bodies.run(message);
        List<Message> records = new ArrayList<>();
        for (Object row : Bodies.rows(message)) {
            Message each = new DefaultMessage(message.getExchange());
            each.setBody(Bodies.json(message, row));
            each.setHeader(KEY, key);
            records.add(each);
        }
        message.setBody(records);
    }
}
