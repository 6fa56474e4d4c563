// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;

/** What event notifiers hear of runs. */
class EventsTest extends FollowingTestSupport {

    private static final Duration ENOUGH = Duration.ofSeconds(31);

    @Test
    void aRewrittenHistoryIsAnEvent() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 200);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(200));

        clock.advance(ENOUGH);
        run.rewind(150).logs(151, 260);

        eventually(() -> assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(WandbRunEvent.Kind.REWRITTEN);
            assertThat(event.run()).hasToString("team/vision/r1");
            assertThat(event.detail()).contains("generation 2");
            assertThat(event.getTimestamp()).isPositive();
            assertThat(event.getSource()).isSameAs(context);
        }));
    }

    @Test
    void linesThatAreCountedAndCannotBeReadAreAnEventOnce() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(100));

        run.countsLines(103);
        asTimeFlies(ENOUGH, () -> {
            assertThat(events).isNotEmpty();
        });
        clock.advance(ENOUGH);
        afterPolls(5);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(WandbRunEvent.Kind.GAP);
            assertThat(event.detail()).contains("103", "100");
        });
    }

    @Test
    void aDeletedRunIsAnEventOnce() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        run.delete();
        asTimeFlies(ENOUGH, () -> {
            assertThat(events).isNotEmpty();
        });
        clock.advance(ENOUGH);
        afterPolls(5);

        assertThat(told()).containsExactly(WandbRunEvent.Kind.GONE);
    }

    @Test
    void aNotifierThatFailsDisturbsNothing() throws Exception {
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof WandbRunEvent) {
                    throw new IllegalStateException("simulated");
                }
            }
        });
        wandb.run("team/vision/r1").logs(0, 5);

        follow("following", "wandb:team/vision?onRowFailure=skip&rowFailureAttempts=1", exchange -> {
            if (exchange.getMessage().getHeader("CamelWandbStep", Long.class) == 2) {
                throw new IllegalStateException("simulated");
            }
            received.process(exchange);
        });

        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(0L, 1L, 3L, 4L));
    }
}
