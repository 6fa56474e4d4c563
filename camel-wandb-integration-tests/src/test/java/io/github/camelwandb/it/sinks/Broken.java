// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The end of a route that fails until it is repaired. */
final class Broken implements Processor {

    private final List<Long> stored = new CopyOnWriteArrayList<>();
    private volatile boolean repaired;

    @Override
    public void process(Exchange exchange) throws IOException {
        if (!repaired) {
            throw new IOException("the sink is broken");
        }
        stored.addAll(Steps.in(exchange.getMessage().getBody(String.class)));
    }

    void repair() {
        repaired = true;
    }

    List<Long> stored() {
        return stored;
    }
}
