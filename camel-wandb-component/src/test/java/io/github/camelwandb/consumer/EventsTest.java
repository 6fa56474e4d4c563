// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.WandbStream;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(WandbStream.class)
    void aRunThatIsDeletedWhileTheRouteIsStoppedIsAnEventOnce(WandbStream stream) throws Exception {
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        wandb.run("team/vision/other");
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 1).console("a").systemMetrics(Map.of("cpu", 1));
        follow("wandb:team/vision?offsetRepository=#offsets&stream=" + stream);
        eventually(() -> assertThat(received.all())
                .anyMatch(message -> "r1".equals(message.headers().get(WandbConstants.RUN_ID))));

        stop("following");
        run.delete();
        context.getRouteController().startRoute("following");
        asTimeFlies(ENOUGH, () -> assertThat(events).isNotEmpty());
        stop("following");
        context.getRouteController().startRoute("following");
        timePasses();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(WandbRunEvent.Kind.GONE);
            assertThat(event.run()).hasToString("team/vision/r1");
        });
    }

    @Test
    void aNotifierThatFailsKeepsTheEventFromNoOther() throws Exception {
        context.getManagementStrategy().getEventNotifiers().add(0, failingNotifier());
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(5));

        run.delete();

        asTimeFlies(ENOUGH, () -> assertThat(told()).containsExactly(WandbRunEvent.Kind.GONE));
    }

    private static EventNotifierSupport failingNotifier() {
        return new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof WandbRunEvent) {
                    throw new IllegalStateException("simulated");
                }
            }
        };
    }

    @Test
    void aNotifierThatFailsDisturbsNothing() throws Exception {
        context.getManagementStrategy().addEventNotifier(failingNotifier());
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
