// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/** Sees each poll begin. */
final class Polls extends DefaultPollingConsumerPollStrategy {

    private final AtomicInteger begun = new AtomicInteger();
    private final Runnable atBegin;

    Polls(Runnable atBegin) {
        this.atBegin = atBegin;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        atBegin.run();
        begun.incrementAndGet();
        return true;
    }

    int begun() {
        return begun.get();
    }
}
