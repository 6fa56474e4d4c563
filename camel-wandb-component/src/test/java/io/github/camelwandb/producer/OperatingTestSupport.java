// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.assertj.core.api.AbstractThrowableAssert;

/** Messages sent to producers of a simulator of their own. */
abstract class OperatingTestSupport extends SimulatedWandbTestSupport {

    Exchange send(String uri, Object body, Map<String, ?> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    /** The message that comes back. */
    Exchange answer(String uri, Object body, Map<String, ?> headers) {
        Exchange exchange = send(uri, body, headers);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    <T> T answer(String uri, Class<T> type) {
        return answer(uri, null, Map.of()).getMessage().getBody(type);
    }

    AbstractThrowableAssert<?, ?> refusal(String uri, Object body, Map<String, ?> headers) {
        return assertThat(send(uri, body, headers).getException());
    }

    int requests(String operation) {
        return wandb.simulator().requests(operation).size();
    }

    static <T> List<T> take(Iterator<?> iterator, int count, Class<T> type) {
        List<T> taken = new ArrayList<>();
        while (taken.size() < count && iterator.hasNext()) {
            taken.add(type.cast(iterator.next()));
        }
        return taken;
    }
}
