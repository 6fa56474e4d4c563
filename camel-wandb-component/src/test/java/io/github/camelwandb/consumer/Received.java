// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The end of a route in a test: remembers what came. */
final class Received implements Processor {

    /** @param text the body as a sink of bytes sees it */
    record Arrived(String runId, Long step, Object body, String text, Map<String, Object> headers) {}

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();

    @Override
    public void process(Exchange exchange) {
        arrived.add(new Arrived(
                exchange.getMessage().getHeader(WandbConstants.RUN_ID, String.class),
                exchange.getMessage().getHeader(WandbConstants.STEP, Long.class),
                exchange.getMessage().getBody(),
                exchange.getMessage().getBody(String.class),
                Map.copyOf(exchange.getMessage().getHeaders())));
    }

    List<Arrived> all() {
        return arrived;
    }

    Arrived only() {
        if (arrived.size() != 1) {
            throw new AssertionError("not one message but " + arrived.size());
        }
        return arrived.get(0);
    }

    List<Long> stepsOf(String runId) {
        return arrived.stream()
                .filter(message -> message.runId().equals(runId))
                .map(Arrived::step)
                .toList();
    }

    int count() {
        return arrived.size();
    }
}
