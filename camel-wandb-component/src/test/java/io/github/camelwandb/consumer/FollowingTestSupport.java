// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes that follow runs of a simulator of their own, polling quickly. */
abstract class FollowingTestSupport extends CamelTestSupport {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    final Received received = new Received();

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

    static String quickly(String uri) {
        return uri + (uri.contains("?") ? "&" : "?") + "delay=20&bridgeErrorHandler=false";
    }

    /** Adds and starts a route from the endpoint to {@link #received}. */
    void follow(String uri) throws Exception {
        follow("following", uri, received);
    }

    void follow(String routeId, String uri, Processor sink) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly(uri)).routeId(routeId).process(sink);
            }
        });
    }

    void stop(String routeId) throws Exception {
        context.getRouteController().stopRoute(routeId);
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(assertion);
    }

    /** Waits until the consumer has asked so many times more which runs there are: what it wanted to do by then is done. */
    void afterPolls(int polls) {
        int before = listings();
        await().atMost(Duration.ofSeconds(20)).until(() -> listings() >= before + polls);
    }

    private int listings() {
        return wandb.simulator().requests("runs").size();
    }

    static List<Long> steps(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
