// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages sent to producers of a simulator of their own. */
abstract class OperatingTestSupport extends CamelTestSupport {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.addComponent("wandb", component());
        return camel;
    }

    WandbComponent component() {
        WandbComponent component = new WandbComponent();
        component.getConfiguration().setBaseUrl(wandb.baseUrl());
        component.getConfiguration().setApiKey(wandb.apiKey());
        component.setMaxAttempts(1);
        return component;
    }

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
