// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.EventNotifierSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;

/** Routes that follow runs of a simulator of their own, polling quickly. */
abstract class FollowingTestSupport extends SimulatedWandbTestSupport {

    /** So long a row must be missing, or a count differ, until it is believed. */
    static final Duration ENOUGH = Duration.ofSeconds(31);

    final Received received = new Received();

    /** What is told of runs. */
    final List<WandbRunEvent> events = new CopyOnWriteArrayList<>();

    static String quickly(String uri) {
        String slowly = uri.contains("delay=") ? "" : "&delay=20";
        return uri + (uri.contains("?") ? "&" : "?") + "bridgeErrorHandler=false" + slowly;
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

    /** As {@link #eventually}, while the consumer's time flies: no faster than requests are answered, which have deadlines. */
    void asTimeFlies(Duration step, ThrowingRunnable assertion) {
        eventually(() -> {
            clock.advance(step);
            afterPolls(3);
            assertion.run();
        });
    }

    /** For what is believed only once it has been so for a while. */
    void eventuallyAsTimePasses(ThrowingRunnable assertion) {
        asTimeFlies(ENOUGH, assertion);
    }

    /** Waits until the consumer has asked so many times more which runs there are: what it wanted to do by then is done. */
    void afterPolls(int polls) {
        int before = listings();
        await().atMost(Duration.ofSeconds(20)).until(() -> listings() >= before + polls);
    }

    /** Long enough for every look that is still to come. */
    void timePasses() {
        for (int i = 0; i < 6; i++) {
            clock.advance(ENOUGH);
            afterPolls(3);
        }
    }

    /** What happens to runs meanwhile. */
    @FunctionalInterface
    interface Happening {
        void happen() throws Exception;
    }

    /** Something happens while no listing is answered, so that nobody looks. */
    void betweenTwoLooks(Happening happening) throws Exception {
        afterPolls(3);
        wandb.simulator().faults().add(Fault.status(503).on("runs"));
        afterPolls(2);
        happening.happen();
        wandb.simulator().faults().clear();
    }

    int listings() {
        return wandb.simulator().requests("runs").size();
    }

    /** What a consumer with {@code exceptionHandler=#errors} reports. */
    List<Throwable> errors() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("errors", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                errors.add(exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                errors.add(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                errors.add(exception);
            }
        });
        return errors;
    }

    @BeforeEach
    void listen() {
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof WandbRunEvent ofRun) {
                    events.add(ofRun);
                }
            }
        });
    }

    /** The kinds of the events until now. */
    List<WandbRunEvent.Kind> told() {
        return events.stream().map(WandbRunEvent::kind).toList();
    }

    /** Messages that are marked late. */
    List<Received.Arrived> late() {
        return received.all().stream()
                .filter(row -> row.headers().containsKey(WandbConstants.LATE))
                .toList();
    }

    static List<Long> steps(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
