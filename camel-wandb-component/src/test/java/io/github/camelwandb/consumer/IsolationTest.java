// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.Test;

/** The trouble of one run is its own. */
class IsolationTest extends FollowingTestSupport {

    @Test
    void aMessageThatCannotBeFilledIsAFailureOfItsRunOnly() throws Exception {
        Endpoint endpoint = context.getEndpoint("direct:unused");
        DefaultConsumer consumer = new DefaultConsumer(endpoint, received);
        List<Boolean> outcomes = new CopyOnWriteArrayList<>();
        Delivery delivery = new Delivery(consumer, consumer.getAsyncProcessor());

        delivery.send(
                message -> {
                    throw new IllegalStateException("simulated");
                },
                outcomes::add);

        assertThat(outcomes).containsExactly(false);
        assertThat(delivery.inFlight()).isZero();
    }
}
