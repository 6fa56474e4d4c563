// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three rows of a run on their way into a sink that cannot store them yet. Whether it has acknowledged them is what another process
 * would deliver that begins with the same positions.
 */
abstract class SinkTestSupport extends CamelTestSupport {

    /** A look at what the sink has stored. */
    @FunctionalInterface
    interface Stored {
        List<Long> steps() throws Exception;
    }

    /** Makes the sink store. */
    @FunctionalInterface
    interface Repair {
        void run() throws Exception;
    }

    static final String RUN = "team/vision/r1";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private final Positions positions = new Positions();
    private final CountDownLatch handedOver = new CountDownLatch(1);
    private long nextStep = 3;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.addComponent("wandb", component());
        camel.getRegistry().bind("positions", positions);
        return camel;
    }

    private WandbComponent component() {
        WandbComponent component = new WandbComponent();
        component.getConfiguration().setBaseUrl(wandb.baseUrl());
        component.getConfiguration().setApiKey(wandb.apiKey());
        return component;
    }

    private static String uri(String options) {
        return "wandb:team/vision?delay=20&offsetCommitInterval=0&offsetRepository=#positions" + options;
    }

    /** Rows one by one. */
    final void rowsInto(Consumer<ProcessorDefinition<?>> sink) throws Exception {
        follow("", sink);
    }

    /** The three rows in one exchange. */
    final void batchInto(Consumer<ProcessorDefinition<?>> sink) throws Exception {
        follow("&rowsPerExchange=10", sink);
    }

    private void follow(String options, Consumer<ProcessorDefinition<?>> sink) throws Exception {
        wandb.run(RUN).logs(0, nextStep);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                sink.accept(from(uri(options)).process(exchange -> handedOver.countDown()));
            }
        });
    }

    /** The position stays before the row until the sink has it, and then moves. */
    final Acknowledged staysUntilStored(Stored stored, Repair repair) throws Exception {
        assertThat(handedOver.await(1, TimeUnit.MINUTES)).isTrue();
        afterPolls(5);
        assertThat(stored.steps()).doesNotContain(0L);
        assertThat(deliveredAfterKill()).as("what is not stored comes again").contains(0L);

        repair.run();

        eventually(() -> assertThat(stored.steps()).contains(0L, 1L, 2L));
        eventually(() -> assertThat(deliveredAfterKill()).doesNotContain(0L, 1L, 2L));
        return Acknowledged.STORED;
    }

    /** The position moves over the row although the sink does not have it: a kill now loses it. */
    final Acknowledged movesBeforeStored(Stored stored, Repair repair) throws Exception {
        eventually(() -> assertThat(deliveredAfterKill()).doesNotContain(0L));
        assertThat(stored.steps()).doesNotContain(0L);
        repair.run(); // else it would hold up the end of the test
        return Acknowledged.TOO_EARLY;
    }

    /**
     * What a process delivers that begins with the positions of this moment, without the row that is logged here to see that it
     * has come to the end.
     */
    final List<Long> deliveredAfterKill() throws Exception {
        return deliveredAfterKill(route -> route);
    }

    /** @param steps what that process has between its consumer and its sink */
    final List<Long> deliveredAfterKill(UnaryOperator<ProcessorDefinition<?>> steps) throws Exception {
        Positions left = positions.copy();
        long last = nextStep++;
        wandb.run(RUN).logs(last, last + 1);
        List<Long> delivered = new CopyOnWriteArrayList<>();
        try (CamelContext other = new DefaultCamelContext()) {
            other.addComponent("wandb", component());
            other.getRegistry().bind("positions", left);
            other.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    steps.apply(from(uri("")))
                            .process(exchange ->
                                    delivered.add(exchange.getMessage().getHeader(WandbConstants.STEP, Long.class)));
                }
            });
            other.start();
            eventually(() -> assertThat(delivered).contains(last));
        }
        return delivered.stream().filter(step -> step < last).toList();
    }

    /** Waits until the consumer has asked so many times more which runs there are: what it wanted to do by then is done. */
    private void afterPolls(int polls) {
        int before = listings();
        await().atMost(Duration.ofMinutes(1)).until(() -> listings() >= before + polls);
    }

    private int listings() {
        return wandb.simulator().requests("runs").size();
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }
}
