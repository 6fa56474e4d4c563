// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.simulator.SimulatedRun;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JMX and the dev console show of consumers. */
class ManagementTest extends SimulatedWandbTestSupport {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final Semaphore mayEnd = new Semaphore(0);

    @Override
    protected boolean useJmx() {
        return true;
    }

    /** Four rows pass, of two runs, and a third run is held. */
    private void follow() throws Exception {
        wandb.run("team/vision/ended").logs(0, 4).finished();
        wandb.run("team/vision/bad").logs(0, 10);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:team/vision?delay=20&apiKey=" + wandb.apiKey())
                        .routeId("following")
                        .process(exchange -> {
                            if (exchange.getMessage()
                                    .getHeader(WandbConstants.RUN_ID)
                                    .equals("bad")) {
                                throw new IllegalStateException("simulated");
                            }
                            if (exchange.getMessage()
                                    .getHeader(WandbConstants.RUN_ID)
                                    .equals("slow")) {
                                mayEnd.acquire();
                            }
                        });
            }
        });
        wandb.run("team/vision/slow").logs(0, 3);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(assertion);
    }

    private Object attribute(String name) throws JMException {
        ObjectName endpoint = SERVER.queryNames(new ObjectName("org.apache.camel:type=endpoints,*"), null).stream()
                .filter(bean -> bean.getKeyProperty("name").contains("wandb"))
                .findFirst()
                .orElseThrow();
        return SERVER.getAttribute(endpoint, name);
    }

    @Test
    void theEndpointShowsWhatItsConsumersDo() throws Exception {
        follow();

        eventually(() -> assertThat(attribute("RunsFollowed")).isEqualTo(3));
        eventually(() -> assertThat(attribute("HeldRuns")).isEqualTo(1));
        eventually(() -> assertThat(attribute("RowsDelivered")).isEqualTo(4L));
        eventually(() -> assertThat(attribute("LagInRows")).isEqualTo(13L));
        eventually(() -> assertThat(attribute("InFlight")).isEqualTo(1));
        mayEnd.release(3);
        eventually(() -> assertThat(attribute("RowsDelivered")).isEqualTo(7L));
        eventually(() -> assertThat(attribute("LagInRows")).isEqualTo(10L));
    }

    @ParameterizedTest
    @CsvSource({"runs, 2", "system, 2", "logs, 4"})
    void ofOtherStreamsMessagesAreCountedAndRunsThatAreGoneAreNot(String stream, long messages) throws Exception {
        SimulatedRun run = null;
        for (String id : List.of("r1", "r2")) {
            run = wandb.run("team/vision/" + id).console("a", "b").systemMetrics(Map.of("cpu", 1));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:team/vision?delay=20&stream=" + stream).process(exchange -> {});
            }
        });
        eventually(() -> assertThat(attribute("RowsDelivered")).isEqualTo(messages));
        assertThat(attribute("RunsFollowed")).isEqualTo(2);

        run.delete();

        eventually(() -> {
            clock.advance(Duration.ofSeconds(1));
            assertThat(attribute("RunsFollowed")).isEqualTo(1);
        });
    }

    @Test
    void requestsLeftAreWhatTheServerSaidLast() throws Exception {
        mayEnd.release(3);
        follow();
        assertThat(attribute("RequestsLeft")).isEqualTo(-1L);

        wandb.simulator().rateLimitHeaders(100, 42, Duration.ofSeconds(10));

        eventually(() -> assertThat(attribute("RequestsLeft")).isEqualTo(42L));
    }

    @Test
    void noAttributeAndNoNameOfAnyBeanShowsTheKey() throws Exception {
        mayEnd.release(3);
        follow();

        List<String> shown = new ArrayList<>();
        for (ObjectName bean : SERVER.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            shown.add(bean.toString());
            for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(bean).getAttributes()) {
                try {
                    shown.add(bean + " " + attribute.getName() + "=" + SERVER.getAttribute(bean, attribute.getName()));
                } catch (JMException | RuntimeException e) {
                    shown.add(String.valueOf(e.getMessage()));
                }
            }
        }

        assertThat(shown).anyMatch(text -> text.contains("RunsFollowed="));
        assertThat(shown).noneMatch(text -> text.contains(wandb.apiKey()));
    }

    @Test
    void theDevConsoleShowsTheRunsThatNeedAttentionFirst() throws Exception {
        follow();
        DevConsole console = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("wandb");

        eventually(() -> {
            String text = (String) console.call(DevConsole.MediaType.TEXT);
            assertThat(text)
                    .contains("Route following: wandb://team/vision", "runs 3, settled 1, held 1", "in flight 1")
                    .containsSubsequence(
                            "team/vision/bad: ",
                            "next step 0, lag 10, held: the route failed at step 0",
                            "team/vision/slow: delivering, next step 0, lag 3",
                            "team/vision/ended: settled, next step 4, lag 0")
                    .doesNotContain(wandb.apiKey());
        });
        JsonObject json = (JsonObject) console.call(DevConsole.MediaType.JSON);
        assertThat(json.toJson())
                .contains(
                        "\"routeId\":\"following\"",
                        "\"heldBecause\":\"the route failed",
                        "slow\",\"state\":\"delivering\"")
                .doesNotContain(wandb.apiKey());
        mayEnd.release(3);
    }

    @Test
    void theDevConsoleShowsNoMoreRunsThanAskedFor() throws Exception {
        mayEnd.release(3);
        follow();
        DevConsole console = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("wandb");

        eventually(() -> assertThat(
                        (String) console.call(DevConsole.MediaType.TEXT, Map.of(WandbDevConsole.LIMIT, "1")))
                .contains("runs 3", "team/vision/bad: ")
                .doesNotContain("team/vision/ended: ", "team/vision/slow: "));
    }
}
