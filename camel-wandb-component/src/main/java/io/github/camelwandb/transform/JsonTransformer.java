// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.transform;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/** One JSON value: rows in their canonical form, a batch as an array. */
@DataTypeTransformer(
        name = "wandb:application-json",
        description = "A row, a batch of rows as an array, a run or the like, as JSON")
public class JsonTransformer extends Transformer {

    @Override
    public void transform(Message message, DataType from, DataType to) {
        message.setBody(Bodies.json(message, Bodies.of(message)));
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
}
