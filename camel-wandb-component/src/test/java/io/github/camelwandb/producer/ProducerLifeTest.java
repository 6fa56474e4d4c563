// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerLifeTest extends OperatingTestSupport {

    @Override
    protected WandbComponent component() {
        WandbComponent component = super.component();
        component.setMaxConcurrentRequests(2);
        return component;
    }

    @Test
    void aRefusedKeyFailsTheStartWithoutShowingTheKey() {
        String wrong = "0123456789012345678901234567890123456789";

        startOf("wandb:team/vision?operation=countRuns&apiKey=" + wrong)
                .hasRootCauseInstanceOf(WandbAuthenticationException.class)
                .rootCause()
                .hasMessageNotContaining(wrong);
    }

    @Test
    void aForbiddenServerFailsTheStart() {
        wandb.simulator().faults().add(Fault.status(403));

        startOf("wandb:team/vision?operation=countRuns").hasRootCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void aServerThatDoesNotAnswerFailsMessagesButNotTheStart() throws Exception {
        wandb.run("team/vision/r1");
        wandb.simulator().faults().add(Fault.status(503));
        start("wandb:team/vision/r1?operation=getRun");

        Exchange early = template.request("direct:start", exchange -> {});
        wandb.simulator().faults().clear();
        Exchange late = template.request("direct:start", exchange -> {});

        assertThat(early.getException())
                .isInstanceOfSatisfying(
                        WandbRouteException.class,
                        failure -> assertThat(failure.getHttpResponseCode()).isEqualTo(503))
                .hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(late.getMessage().getBody()).isInstanceOf(Run.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter=RAW({\"state\":)",
                "createdAfter=yesterday",
                "order=",
                "order=RAW( )",
                "order=-",
                "pageSize=0",
                "samples=0",
                "minStep=-1",
                "minStep=5&maxStep=5",
                "lastLines=-1",
                "waitDelay=0",
                "waitTimeout=0",
                "waitForState=over",
                "waitForState=",
                "waitForState=RAW(,)",
                "document=resource:classpath:nowhere.graphql"
            })
    void anOptionThatCannotBeUnderstoodFailsTheStartAndIsNamed(String option) {
        String name = option.substring(option.lastIndexOf('&') + 1).replaceAll("=.*", "");

        startOf("wandb:team/vision?" + option).hasStackTraceContaining("IllegalArgumentException: " + name);
    }

    @Test
    void nobodysThreadWaitsForTheServer() throws Exception {
        wandb.run("team/vision/r1");
        AsyncProducer producer =
                context.getEndpoint("wandb:team/vision/r1?operation=getRun").createAsyncProducer();
        producer.start();
        wandb.simulator().faults().add(Fault.hang());
        Exchange exchange = producer.getEndpoint().createExchange();
        CompletableFuture<Boolean> done = new CompletableFuture<>();

        boolean alreadyDone = producer.process(exchange, done::complete);

        assertThat(alreadyDone).isFalse();
        assertThat(done).isNotDone();
        wandb.simulator().close();
        assertThat(done.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(exchange.getException()).hasCauseInstanceOf(WandbUnavailableException.class);
        producer.stop();
    }

    /** More routes read on than requests may be under way: if they held the client's threads, none would get its next page. */
    @Test
    void routesThatReadOnDoNotKeepEachOtherFromTheServer() throws Exception {
        wandb.run("team/vision/r1").logs(0, 2500);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:start?concurrentConsumers=6")
                        .to("wandb:team/vision/r1?operation=scanHistory")
                        .split(body())
                        .streaming()
                        .filter(exchange -> exchange.getProperty(Exchange.SPLIT_COMPLETE, Boolean.class))
                        .to("mock:last");
            }
        });
        MockEndpoint last = getMockEndpoint("mock:last");
        last.expectedMessageCount(12);
        last.setResultWaitTime(Duration.ofSeconds(30).toMillis());

        for (int i = 0; i < 12; i++) {
            template.sendBody("seda:start", null);
        }

        last.assertIsSatisfied();
    }

    private AbstractThrowableAssert<?, ?> startOf(String uri) {
        return assertThatThrownBy(() -> start(uri));
    }

    private void start(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(uri);
            }
        });
    }
}
