// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.api.BeforeEach;

/** {@code camel.main.exchangeFactory=pooled}: an exchange is emptied, and may be another one, once it is done. */
class PooledExchangesTest extends DeliveryTest {

    @BeforeEach
    void takeExchangesFromAPool() {
        PooledExchangeFactory pool = new PooledExchangeFactory();
        pool.setCamelContext(context);
        context.getCamelContextExtension().setExchangeFactory(pool);
    }
}
