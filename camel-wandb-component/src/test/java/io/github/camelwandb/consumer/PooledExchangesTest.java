// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code camel.main.exchangeFactory=pooled}: an exchange is emptied, and may be another one, once it is done. */
class PooledExchangesTest extends FollowingTestSupport {

    @BeforeEach
    void takeExchangesFromAPool() {
        PooledExchangeFactory pool = new PooledExchangeFactory();
        pool.setCamelContext(context);
        context.getCamelContextExtension().setExchangeFactory(pool);
    }

    @Test
    void aRowThatAFullQueueRefusesComesAgain() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20);
        Semaphore mayEnd = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?maxInFlightPerRun=5")).to("seda:small?size=1");
                from("seda:small?size=1").process(exchange -> {
                    mayEnd.acquire();
                    received.process(exchange);
                });
            }
        });
        afterPolls(5);

        mayEnd.release(1_000);

        eventually(() -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 20)));
    }

    @Test
    void aRowOnWhichARouteFailsAfterItWasPassedOnComesAgain() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        AtomicInteger failures = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision")).to("seda:other").process(exchange -> {
                    if (failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("the sink is down");
                    }
                    received.process(exchange);
                });
                from("seda:other").delay(500).to("mock:other");
            }
        });

        eventually(() -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 3)));
    }
}
