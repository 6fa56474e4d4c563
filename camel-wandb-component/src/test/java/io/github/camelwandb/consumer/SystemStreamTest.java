// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.SystemRow;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemStreamTest extends FollowingTestSupport {

    private static final String SYSTEM = "wandb:team/vision?stream=system";

    @TempDir
    Path folder;

    private static void measure(SimulatedRun run, long from, long to) {
        for (long i = from; i < to; i++) {
            run.systemMetrics(Map.of("system.cpu", i));
        }
    }

    private List<Long> measured(String runId) {
        return received.all().stream()
                .filter(message -> message.runId().equals(runId))
                .map(message -> (Long) ((SystemRow) message.body()).get("system.cpu"))
                .toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void eachRowComesOnceInOrderAsItIsMeasured() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        measure(run, 0, 5);
        follow(SYSTEM);
        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 5)));

        measure(run, 5, 9);
        run.finished();

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 9)));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(9);
        assertThat(received.all().get(0).headers())
                .containsEntry(WandbConstants.RUN_ID, "r1")
                .containsKey(WandbConstants.TIMESTAMP)
                .doesNotContainKey(WandbConstants.SAMPLED);
    }

    @Test
    void aRowIsAMapWithACanonicalText() throws Exception {
        wandb.run("team/vision/r1").systemMetrics(Map.of("system.gpu.0.gpu", 1.5, "system.cpu", Double.NaN));

        follow(SYSTEM);

        eventually(() -> assertThat(received.only().text())
                .matches("\\{\"_entity\":\"team\",\"_project\":\"vision\",\"_runId\":\"r1\",\"_runtime\":[0-9.]+,"
                        + "\"_timestamp\":[0-9.]+,\"system.cpu\":\"NaN\",\"system.gpu.0.gpu\":1.5\\}"));
    }

    @Test
    void moreRowsThanAPageHoldsComeInOrder() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        measure(run, 0, 2_500);
        run.finished();

        follow(SYSTEM);

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 2_500)));
    }

    @Test
    void aLongRunIsNotReadForEachRowButAllOfItAtItsEnd() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        measure(run, 0, 300);
        follow(SYSTEM);
        eventually(() -> assertThat(received.count()).isEqualTo(300));
        wandb.simulator().forgetRequests();

        measure(run, 300, 302);
        afterPolls(4);
        assertThat(wandb.simulator().requests("RunSystemMetrics")).isEmpty();
        run.finished();

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 302)));
    }

    @Test
    void startingFromTheLatestTellsOnlyWhatFollows() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        measure(run, 0, 7);
        follow(SYSTEM + "&startFrom=latest");
        afterPolls(3);

        measure(run, 7, 9);
        measure(wandb.run("team/vision/r2"), 0, 2);

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(7, 9)));
        eventually(() -> assertThat(measured("r2")).isEqualTo(range(0, 2)));
    }

    @Test
    void nothingComesTwiceAfterARestart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        measure(run, 0, 5);
        follow(SYSTEM + "&offsetCommitInterval=0&offsetPath=" + folder.resolve("offsets"));
        eventually(() -> assertThat(received.count()).isEqualTo(5));
        stop("following");
        measure(run, 5, 8);

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 8)));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(8);
    }

    @Test
    void aRouteThatFailsHoldsThatRunOnly() throws Exception {
        measure(wandb.run("team/vision/r1"), 0, 5);
        measure(wandb.run("team/vision/r2"), 0, 5);
        AtomicInteger messages = new AtomicInteger();
        AtomicBoolean isDown = new AtomicBoolean(true);
        follow("failing", SYSTEM, exchange -> {
            boolean isFirst = "r1".equals(exchange.getMessage().getHeader(WandbConstants.RUN_ID));
            if (isFirst && messages.getAndIncrement() > 1 && isDown.get()) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        eventually(() -> assertThat(measured("r2")).isEqualTo(range(0, 5)));
        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 2)));

        isDown.set(false);

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 5)));
    }

    @Test
    void aSampleIsMarkedAsOne() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        measure(run, 0, 50);
        wandb.simulator().maxSamples(20);

        follow(SYSTEM);

        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(10));
        // the next sample may have others of rows of one time
        assertThat(measured("r1").subList(0, 10)).isSorted().doesNotHaveDuplicates();
        assertThat(received.all())
                .allSatisfy(message -> assertThat(message.headers()).containsEntry(WandbConstants.SAMPLED, true));
    }

    @Test
    void aServerThatFailsForOneRunHoldsThatRunOnly() throws Exception {
        measure(wandb.run("team/vision/r1"), 0, 3);
        measure(wandb.run("team/vision/r2"), 0, 3);
        wandb.simulator().faults().add(Fault.status(500).on("RunSystemMetrics").forRun("r1"));
        follow(SYSTEM);
        eventually(() -> assertThat(measured("r2")).isEqualTo(range(0, 3)));
        assertThat(measured("r1")).isEmpty();

        wandb.simulator().faults().clear();

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(0, 3)));
    }

    @Test
    void startingFromTheLatestTellsWhatFollowsAlsoWhereTheRunIsRewoundBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        measure(run, 0, 7);
        follow(SYSTEM + "&startFrom=latest");
        afterPolls(3);

        betweenTwoLooks(() -> {
            run.rewind(3);
            measure(run, 7, 9);
        });

        eventually(() -> assertThat(measured("r1")).isEqualTo(range(7, 9)));
    }
}
