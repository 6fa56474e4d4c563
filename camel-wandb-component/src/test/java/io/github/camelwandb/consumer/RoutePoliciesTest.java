// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.throttling.ThrottlingInflightRoutePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route policy suspends, resumes, stops and starts the consumer of a route that goes on. */
class RoutePoliciesTest extends FollowingTestSupport {

    @TempDir
    Path directory;

    private void follow(RoutePolicy policy, String more) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?offsetPath=" + directory.resolve("offsets.db") + more))
                        .routeId("following")
                        .routePolicy(policy)
                        .threads(4)
                        .process(received);
            }
        });
    }

    @Test
    void aPolicyThatSuspendsOnTheThreadOfAnExchangeAndResumesLaterLosesAndRepeatsNothing() throws Exception {
        wandb.run("team/vision/r1").logs(0, 100);
        AtomicInteger ended = new AtomicInteger();
        RoutePolicySupport policy = new RoutePolicySupport() {
            @Override
            public void onExchangeDone(Route route, Exchange exchange) {
                if (ended.incrementAndGet() % 20 == 0) {
                    handle(() -> suspendOrStopConsumer(route.getConsumer()));
                    context.getExecutorServiceManager()
                            .newThread("resuming", () -> handle(() -> resumeOrStartConsumer(route.getConsumer())))
                            .start();
                }
            }

            private void handle(AutoCloseable change) {
                try {
                    change.close();
                } catch (Exception e) {
                    handleException(e);
                }
            }
        };

        follow(policy, "");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 100)));
    }

    @Test
    void aPolicyThatStopsAndStartsTheConsumerLosesNothing() throws Exception {
        wandb.run("team/vision/r1").logs(0, 1000);
        Switch policy = new Switch();
        follow(policy, "");
        Consumer consumer = context.getRoute("following").getConsumer();

        for (int stop = 1; stop <= 3; stop++) {
            int atLeast = stop * 100;
            eventually(() -> assertThat(received.count()).isGreaterThan(atLeast));
            policy.stopConsumer(consumer);
            policy.startConsumer(consumer);
        }

        eventually(() -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 1000)));
    }

    private static final class Switch extends RoutePolicySupport {
        @Override
        public void stopConsumer(Consumer consumer) throws Exception {
            super.stopConsumer(consumer);
        }

        @Override
        public void startConsumer(Consumer consumer) throws Exception {
            super.startConsumer(consumer);
        }
    }

    @Test
    void aPolicyThatBoundsWhatIsInFlightHoldsRowsUpAndLosesNone() throws Exception {
        wandb.run("team/vision/r1").logs(0, 200);
        wandb.run("team/vision/r2").logs(0, 200);
        ThrottlingInflightRoutePolicy policy = new ThrottlingInflightRoutePolicy();
        policy.setMaxInflightExchanges(2);

        follow(policy, "&maxInFlightPerRun=10");

        eventually(() -> {
            assertThat(received.stepsOf("r1")).containsExactlyInAnyOrderElementsOf(steps(0, 200));
            assertThat(received.stepsOf("r2")).containsExactlyInAnyOrderElementsOf(steps(0, 200));
        });
    }
}
