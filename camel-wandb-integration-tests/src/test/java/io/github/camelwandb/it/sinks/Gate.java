// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The end of a route that stores nothing before it is opened. */
final class Gate implements Processor {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<Long> stored = new CopyOnWriteArrayList<>();

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        opened.await();
        stored.addAll(Steps.in(exchange.getMessage().getBody(String.class)));
    }

    void open() {
        opened.countDown();
    }

    boolean isShut() {
        return opened.getCount() > 0;
    }

    List<Long> stored() {
        return stored;
    }
}
