// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogsStreamTest extends FollowingTestSupport {

    private static final String LOGS = "wandb:team/vision?stream=logs";

    @TempDir
    Path folder;

    private static String[] lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toArray(String[]::new);
    }

    private List<String> told(String runId) {
        return received.all().stream()
                .filter(message -> message.runId().equals(runId))
                .map(Received.Arrived::text)
                .toList();
    }

    private void eventuallyTold(String runId, String... lines) {
        eventually(() -> assertThat(told(runId)).containsExactly(lines));
    }

    private int requests(String operation) {
        return wandb.simulator().requests(operation).size();
    }

    @Test
    void eachLineComesOnceInOrder() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3));
        follow(LOGS);
        eventuallyTold("r1", lines(0, 3));

        run.stderr("line 3").finished();

        eventuallyTold("r1", lines(0, 4));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(4);
        assertThat(received.all().get(2).headers())
                .containsEntry(WandbConstants.LINE_NUMBER, 2L)
                .containsEntry(WandbConstants.GENERATION, 1)
                .containsKey(WandbConstants.TIMESTAMP)
                .doesNotContainKey(WandbConstants.LINE_LEVEL);
        assertThat(received.all().get(3).headers()).containsEntry(WandbConstants.LINE_LEVEL, "error");
    }

    @Test
    void aLongConsoleIsReadInPages() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 10_000)).finished();

        follow(LOGS);

        eventuallyTold("r1", lines(0, 10_000));
        assertThat(requests("RunLogPage")).isBetween(10, 11);
        assertThat(requests("RunLogTail")).isZero();
    }

    @Test
    void aPageThatTheServerCutsShortIsNotTheLast() throws Exception {
        String[] long1 = IntStream.range(0, 300)
                .mapToObj(i -> i + " " + "x".repeat(10_000))
                .toArray(String[]::new);
        wandb.run("team/vision/r1").console(long1);

        follow(LOGS);

        eventuallyTold("r1", long1);
    }

    @Test
    void aRunWithoutOutputCostsNothing() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        follow(LOGS);
        afterPolls(4);
        assertThat(requests("logLines")).isZero();

        run.console(lines(0, 1));

        eventuallyTold("r1", lines(0, 1));
    }

    @Test
    void linesThatAreCountedAndNotShownAreWaitedFor() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3)).finished();
        wandb.simulator().faults().add(Fault.partial("not yet", "logLines").times(2));

        follow(LOGS);

        asTimeFlies(Duration.ofMinutes(1), () -> {
            assertThat(told("r1")).containsExactly(lines(0, 3));
        });
    }

    @Test
    void startingFromTheLatestTellsOnlyWhatFollows() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3_000));
        follow(LOGS + "&startFrom=latest");
        afterPolls(3);

        run.console(lines(3_000, 3_002));
        wandb.run("team/vision/r2").console(lines(0, 2));

        eventuallyTold("r1", lines(3_000, 3_002));
        eventuallyTold("r2", lines(0, 2));
        assertThat(wandb.simulator().requests("RunLogPage")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void manyLinesBehindTheLatestAreFoundFromTheFirst() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3_000));
        follow(LOGS + "&startFrom=latest");
        afterPolls(3);

        run.console(lines(3_000, 5_500));

        eventuallyTold("r1", lines(3_000, 5_500));
    }

    @Test
    void nothingComesTwiceAfterARestart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 1_500));
        follow(LOGS + "&offsetPath=" + folder.resolve("offsets"));
        eventually(() -> assertThat(received.count()).isEqualTo(1_500));
        stop("following");
        run.console(lines(1_500, 1_510));

        context.getRouteController().startRoute("following");

        eventuallyTold("r1", lines(0, 1_510));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(1_510);
    }

    @Test
    void aRouteThatFailsHoldsThatRunOnlyAtTheLine() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 5));
        wandb.run("team/vision/r2").console(lines(0, 5));
        AtomicInteger messages = new AtomicInteger();
        AtomicBoolean isDown = new AtomicBoolean(true);
        follow("failing", LOGS, exchange -> {
            boolean isFirst = "r1".equals(exchange.getMessage().getHeader(WandbConstants.RUN_ID));
            if (isFirst && messages.getAndIncrement() > 1 && isDown.get()) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        eventuallyTold("r2", lines(0, 5));
        eventuallyTold("r1", lines(0, 2));

        isDown.set(false);

        eventuallyTold("r1", lines(0, 5));
    }

    @Test
    void aConsoleThatBeganAnewIsToldFromItsFirstLineAsAnotherGeneration() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).console(lines(0, 5));
        follow(LOGS);
        eventuallyTold("r1", lines(0, 5));

        run.rewind(3);
        run.console("again");

        eventually(() -> assertThat(told("r1")).hasSize(6).endsWith("again"));
        assertThat(received.all().get(5).headers())
                .containsEntry(WandbConstants.GENERATION, 2)
                .containsEntry(WandbConstants.LINE_NUMBER, 0L);
    }

    @Test
    void aLineThatIsRewrittenLaterIsNotToldAgain() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console("10 %");
        follow(LOGS);
        eventuallyTold("r1", "10 %");

        run.rewriteConsole(0, "100 %").console("done");

        eventuallyTold("r1", "10 %", "done");
    }

    @Test
    void aServerThatKnowsNoPagesIsAskedForTails() throws Exception {
        wandb.simulator()
                .faults()
                .add(Fault.errors("Unknown argument \"useImprovedPagination\" on field \"logLines\" of type \"Run\".")
                        .on("RunLogPage"));
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 1_200));
        follow(LOGS);
        eventuallyTold("r1", lines(0, 1_200));

        run.console(lines(1_200, 1_203)).finished();

        eventuallyTold("r1", lines(0, 1_203));
        assertThat(requests("RunLogPage")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aServerThatRefusedAPageOnceIsAskedForPagesAgain(Fault once) throws Exception {
        wandb.simulator().faults().add(once.on("RunLogPage").times(1));
        wandb.run("team/vision/r1").console(lines(0, 12_000)).finished(); // more than a tail holds

        follow(LOGS);

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(told("r1")).containsExactly(lines(0, 12_000)));
        assertThat(events).isEmpty();
    }

    static List<Fault> refusals() {
        return List.of(Fault.errors("simulated: too many connections"), Fault.status(200, "<html>a proxy</html>"));
    }

    @Test
    void linesThatTheServerLeavesOutAreTold() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 30)).hideConsole(10, 20);

        follow("wandb:team/vision?stream=logs");

        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);
        assertThat(told()).containsExactly(WandbRunEvent.Kind.GAP);
        assertThat(events.get(0).detail()).contains("10 of the lines", "from 0 to 29");
    }

    /** Or after a kill it may have grown beyond what was told, and nobody knows that it began anew. */
    @Test
    void thatAConsoleBeganAnewIsStoredBeforeItsFirstLineIsTold() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).console(lines(0, 5));
        AtomicReference<String> entry = new AtomicReference<>("");
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                super.setState(key, value);
                if (key.endsWith("|r1")) {
                    entry.set(value);
                }
            }
        });
        List<String> stored = new CopyOnWriteArrayList<>();
        follow("following", LOGS + "&offsetRepository=#offsets", exchange -> {
            stored.add(entry.get());
            received.process(exchange);
        });
        eventuallyTold("r1", lines(0, 5));

        run.rewind(3);
        run.console("again");

        eventually(() -> assertThat(told("r1")).hasSize(6));
        assertThat(stored.get(5)).contains("\"generation\":2");
    }

    @Test
    void linesThatTheServerLeavesOutAreToldOnceHoweverOftenTheRouteFailsBeforeThem() throws Exception {
        wandb.run("team/vision/r1").console(lines(0, 30)).hideConsole(10, 20);
        AtomicInteger attempts = new AtomicInteger();

        follow("failing", LOGS, exchange -> {
            boolean isFifth = Long.valueOf(5).equals(exchange.getMessage().getHeader(WandbConstants.LINE_NUMBER));
            if (isFifth && attempts.getAndIncrement() < 3) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });

        eventually(() -> assertThat(received.count()).isEqualTo(20));
        assertThat(told()).containsExactly(WandbRunEvent.Kind.GAP);
    }

    /** What was printed since the listing is more than was asked for, and the tail holds it all the same. */
    @Test
    void linesThatWerePrintedSinceTheListingAreToldWhereThereAreOnlyTails() throws Exception {
        wandb.simulator()
                .faults()
                .add(Fault.errors("Unknown argument \"useImprovedPagination\" on field \"logLines\" of type \"Run\".")
                        .on("RunLogPage"));
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 10));
        follow(LOGS);
        eventuallyTold("r1", lines(0, 10));
        wandb.simulator().faults().before("RunLogTail", 1, () -> run.console(lines(11, 1_000)));

        run.console("line 10");

        eventuallyTold("r1", lines(0, 1_000));
        assertThat(events).isEmpty();
    }

    @Test
    void pagesThatWereRefusedOfRunAfterRunAreAskedForAgainWhereATailDoesNotHoldAll() throws Exception {
        wandb.simulator().faults().add(Fault.status(200, "<html>a proxy</html>").on("RunLogPage"));
        for (int i = 1; i <= 3; i++) {
            wandb.run("team/vision/r" + i).console(lines(0, 3));
        }
        follow(LOGS);
        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(9));
        wandb.simulator().faults().clear();

        wandb.run("team/vision/r4").console(lines(0, 12_000)).finished(); // more than a tail holds

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(told("r4")).containsExactly(lines(0, 12_000)));
        assertThat(events).isEmpty();
    }

    @Test
    void linesThatAreCountedLaterAreLookedForAsOftenAsThoseBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3));
        String nothing = """
            {"data":{"project":{"run":{"logLines":null}}}}""";
        wandb.simulator()
                .faults()
                .add(Fault.status(200, nothing).on("RunLogPage").times(7));
        clock.stop();
        follow(LOGS);
        for (int look = 1; look <= 5; look++) {
            int looks = look;
            eventually(() -> assertThat(requests("RunLogPage")).isEqualTo(looks));
            afterPolls(3); // the answer has come
            if (look < 5) {
                clock.advance(Duration.ofMinutes(1));
            }
        }

        run.console(lines(3, 5)).finished();

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(told("r1")).containsExactly(lines(0, 5)));
    }

    @Test
    void aRunThatWasHeldAndIsGoneIsNotHeldAnyMore() throws Exception {
        wandb.run("team/vision/r2");
        SimulatedRun run = wandb.run("team/vision/r1").console(lines(0, 3));
        wandb.simulator()
                .faults()
                .add(Fault.errors("simulated").on("RunLogPage").forRun("r1"));
        follow(LOGS);
        eventually(() -> assertThat(held()).containsExactly("r1"));

        run.delete();

        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(WandbRunEvent.Kind.GONE));
        assertThat(held()).isEmpty();
    }

    private List<String> held() {
        return WandbConsumer.of(context)
                .flatMap(consumer -> consumer.following().held().stream())
                .map(run -> run.run().runId())
                .toList();
    }
}
