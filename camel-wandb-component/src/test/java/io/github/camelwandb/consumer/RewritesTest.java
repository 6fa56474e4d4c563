// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W&B rewrites histories without saying so. */
class RewritesTest extends FollowingTestSupport {

    /** The steps that came of r1, but for the first so many. */
    private List<Long> stepsFrom(int message) {
        return received.stepsOf("r1").stream().skip(message).toList();
    }

    private List<Integer> generations(int from) {
        return received.all().stream()
                .skip(from)
                .map(row -> (Integer) row.headers().get(WandbConstants.GENERATION))
                .distinct()
                .toList();
    }

    @Test
    void whatWasRewrittenAtTheEndAndIsShownOnlyAfterItComes() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        betweenTwoLooks(() -> run.holdRows().rewind(4).logs(5, 20).finished()); // the count is the same
        afterPolls(5);
        assertThat(received.count()).isEqualTo(20);
        run.releaseRows();

        eventuallyAsTimePasses(() -> assertThat(stepsFrom(20)).endsWith(19L));
        assertThat(stepsFrom(20)).containsAll(steps(5, 20));
        assertThat(generations(20)).containsExactly(2);
    }

    @Test
    void aRewoundRunThatGoesOnComesAgainFromARememberedRowThatStands() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 200);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(200));

        clock.advance(ENOUGH);
        run.rewind(150).logs(151, 260);

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(259L));
        List<Long> again = stepsFrom(200);
        long from = again.get(0);
        assertThat(from).isBetween(100L, 151L);
        assertThat(again).isEqualTo(steps(from, 260));
        assertThat(generations(200)).containsExactly(2);
        assertThat(received.all().get(200).headers()).containsEntry(WandbConstants.REWRITTEN_FROM, from);
        assertThat(received.all().get(201).headers()).doesNotContainKey(WandbConstants.REWRITTEN_FROM);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aRunThatIsRewoundAndStaysShorterIsSeenAtTheSecondLook() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        run.rewind(4);
        afterPolls(5);
        assertThat(events).isEmpty();
        clock.advance(ENOUGH);
        eventually(() -> assertThat(events).hasSize(1));
        run.logs(5, 8);

        eventually(
                () -> assertThat(received.stepsOf("r1")).hasSizeGreaterThan(20).endsWith(7L));
        assertThat(generations(20)).containsExactly(2);
    }

    @Test
    void aRewindToBehindTheCountThatWasReadIsSeenWhenTheNewRowsHaveOtherTimes() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        wandb.simulator().faults().add(Fault.status(503).on("runs"));
        afterPolls(2);
        clock.advance(ENOUGH);

        run.rewind(4).logs(5, 22);
        wandb.simulator().faults().clear();

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(21L));
        assertThat(generations(20)).containsExactly(2);
    }

    @Test
    void aRunThatWasRewoundWhileItWasHeldIsDeliveredAsANewGeneration() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 500);
        AtomicBoolean broken = new AtomicBoolean(true);
        follow("failing", "wandb:team/vision", exchange -> {
            if (broken.get() && exchange.getMessage().getHeader(WandbConstants.STEP, Long.class) == 300) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        eventually(() -> assertThat(received.count()).isEqualTo(300));

        clock.advance(ENOUGH);
        run.rewind(100).logs(101, 200);
        broken.set(false);
        asTimeFlies(ENOUGH, () -> {
            assertThat(received.stepsOf("r1")).hasSizeGreaterThan(300).endsWith(199L);
        });

        List<Long> again = stepsFrom(300);
        assertThat(again.get(0)).isLessThanOrEqualTo(101);
        assertThat(again).isEqualTo(steps(again.get(0), 200));
        assertThat(generations(300)).containsExactly(2);
    }

    @Test
    void withContinueOnlyRowsAboveTheHighestDeliveredStepCome() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision?onHistoryRewrite=continue");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        clock.advance(ENOUGH);
        run.rewind(4).logs(5, 30);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 30)));
        run.logs(30, 33);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 33)));
        assertThat(events).hasSize(1);
    }

    @Test
    void withStopTheRunIsHeldAndOthersFlow() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision?onHistoryRewrite=stop");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        clock.advance(ENOUGH);
        run.rewind(4).logs(5, 30);
        wandb.run("team/vision/r2").logs(0, 5);
        eventually(() -> assertThat(events).hasSize(1));
        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 5)));

        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(6));
            afterPolls(2);
        }
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 20));
        assertThat(events).hasSize(1);
    }

    @Test
    void withStopItIsToldAlsoWhereTheRunWasHeldForSomethingElseBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision?onHistoryRewrite=stop");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        wandb.simulator().faults().add(Fault.status(403, "simulated").on("history"));
        run.rewind(4).logs(5, 30);
        eventually(() -> assertThat(heldBecause()).isNotEmpty());

        wandb.simulator().faults().clear();

        asTimeFlies(Duration.ofMinutes(6), () -> assertThat(heldBecause()).contains("was rewritten"));
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(6));
            afterPolls(2);
        }
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    private String heldBecause() {
        return WandbConsumer.of(context)
                .flatMap(consumer -> consumer.following().held().stream())
                .map(held -> String.valueOf(held.heldBecause()))
                .findFirst()
                .orElse("");
    }

    @Test
    void rowsThatWereReplacedBelowTheNewestAreSeenWhenTheRunEnds() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(100));

        pause();
        run.overwritesFrom(1).logs(1, 99).appends();
        run.finished();

        eventually(() -> assertThat(timesOf("r1")).containsAll(timestamps(run)));
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void rowsThatWereReplacedBelowTheNewestAreSeenAlsoWhereTheServerFailsAtTheLookOfASweep() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(100));
        pause();
        run.overwritesFrom(1).logs(1, 99).appends();
        wandb.simulator().faults().add(Fault.status(400).on("history"));
        clock.advance(Duration.ofMinutes(10));
        run.heartbeat(clock.instant());
        eventually(() -> assertThat(WandbConsumer.of(context).flatMap(consumer -> consumer.following().held().stream()))
                .hasSize(1));

        wandb.simulator().faults().clear();

        asTimeFlies(Duration.ofSeconds(1), () -> assertThat(told()).containsExactly(Kind.REWRITTEN));
    }

    @Test
    void anotherRunOfTheSameIdBeginsANewGeneration() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        run.delete();
        wandb.run("team/vision/r1").logs(0, 30);

        eventually(() -> assertThat(stepsFrom(20)).isEqualTo(steps(0, 30)));
        assertThat(generations(20)).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "logs", "runs"})
    void aTimeOfCreationThatIsWrittenLessExactlyIsThatOfTheSameRun(String stream) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1")
                .logs(0, 1)
                .console("line")
                .created(Instant.parse("2026-01-31T12:00:00.123456Z"));
        follow("wandb:team/vision?stream=" + stream);
        eventually(() -> assertThat(received.count()).isEqualTo(1));

        run.created(Instant.parse("2026-01-31T12:00:00Z"));
        afterPolls(5);
        run.created(Instant.parse("2026-01-31T12:00:00.123Z"));
        afterPolls(5);

        assertThat(received.count()).isEqualTo(1);
    }

    @Test
    void aResumedRunIsNoRewrite() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        run.running().logs(20, 25).finished();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 25)));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(25);
        assertThat(events).isEmpty();
    }

    @Test
    void lateRowsAreFoundAndMarked() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100).logs(110, 200);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(190));

        run.logs(100, 105);
        afterPolls(3);
        assertThat(received.count()).isEqualTo(190);
        asTimeFlies(ENOUGH, () -> {
            assertThat(stepsFrom(190)).containsAll(steps(100, 105));
        });

        run.logs(200, 203);
        List<Long> inTime = new ArrayList<>(steps(0, 100));
        inTime.addAll(steps(110, 203));
        eventually(() -> assertThat(received.all().stream()
                        .filter(row -> !row.headers().containsKey(WandbConstants.LATE))
                        .map(Received.Arrived::step)
                        .toList())
                .isEqualTo(inTime));
        assertThat(generations(0)).containsExactly(1);
        assertThat(events).isEmpty();
    }

    @Test
    void rowsThatAServerLeavesOutOfLongAnswersAreFoundInShorterOnes() throws Exception {
        wandb.simulator().maxSamples(300);
        wandb.run("team/vision/r1").logs(0, 2500);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(300));

        asTimeFlies(ENOUGH, () -> {
            assertThat(received.stepsOf("r1")).containsAll(steps(0, 2500));
        });
        assertThat(events).isEmpty();
    }

    @Test
    void aServerThatLeavesTheNewestRowOutOfALongAnswerIsAskedForShorterOnes() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        afterPolls(3);

        wandb.simulator().maxSamples(15);
        run.logs(10, 600);

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 600)));
        assertThat(events).isEmpty();
    }

    /** Whatever W&B shows meanwhile. */
    private void pass(Duration time) {
        clock.advance(time);
        afterPolls(3);
    }

    @Test
    void aRewindBetweenTwoPagesIsSeenAlthoughTheNewHistoryHasGrownBeyondThePageBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 1500);
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> {
                            pause();
                            run.rewind(99).logs(100, 1600);
                        })
                        .on("history")
                        .after(1)
                        .times(1));

        follow("wandb:team/vision");

        eventually(() -> assertThat(timesOf("r1")).containsAll(timestamps(run)));
    }

    @Test
    void fewerLinesThanWereReadAreLookedIntoAlsoWhenTheRunHasEnded() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5).holdRows();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(5));
        clock.advance(ENOUGH);
        run.rewind(-1).logs(100, 140);
        for (int i = 0; i < 3; i++) {
            pass(ENOUGH);
        }

        // the newest row that was delivered is there by chance, those before it are not
        run.rewind(-1);
        received.all().stream().filter(row -> row.step() == 4).forEach(row -> run.logJson(row.text()));
        run.releaseRows().finished();

        asTimeFlies(ENOUGH, () -> {
            assertThat(told()).contains(Kind.REWRITTEN);
        });
    }

    private static void pause() {
        // another millisecond: rows are told apart by their time
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() <= now) {
            Thread.onSpinWait();
        }
    }

    private static List<Object> timestamps(SimulatedRun run) {
        return run.rows().stream()
                .<Object>map(row -> time(row) + "/" + row.get("_step"))
                .toList();
    }

    private List<Object> timesOf(String runId) {
        return received.all().stream()
                .filter(row -> row.runId().equals(runId))
                .<Object>map(row -> time((Map<?, ?>) row.body()) + "/" + row.step())
                .toList();
    }

    /** In seconds, also where they are a whole number, which the canonical row shows as one. */
    private static double time(Map<?, ?> row) {
        return ((Number) row.get("_timestamp")).doubleValue();
    }

    @Test
    void aRunThatIsHeldBecauseAnotherHasItsIdTakesNoSlot() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision?onHistoryRewrite=stop&maxConcurrentRuns=2");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        run.delete();
        wandb.run("team/vision/r1").logs(0, 30);
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMinutes(6)); // it is tried again each time
        }
        wandb.run("team/vision/r2").logs(0, 5);

        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 5)));
        assertThat(received.stepsOf("r1")).hasSize(20);
    }

    @Test
    void aListingOfAReplicaThatStillHasTheRunThatWasThereBeforeIsNoRewrite() throws Exception {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        SimulatedRun run =
                wandb.run("team/vision/r1").created(then.plusSeconds(60)).logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        for (int i = 0; i < 3; i++) {
            run.created(then);
            afterPolls(2);
            clock.advance(Duration.ofSeconds(11));
            afterPolls(2);
            run.created(then.plusSeconds(60)).logs(20 + i, 21 + i);
            afterPolls(2);
        }

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 23)));
        assertThat(events).isEmpty();
    }

    @Test
    void aRunThatWasCreatedBeforeTheOneThatIsKnownIsAnotherIfItStays() throws Exception {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        SimulatedRun run =
                wandb.run("team/vision/r1").created(then.plusSeconds(60)).logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        run.created(then);

        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        eventually(() -> assertThat(received.count()).isEqualTo(40));
    }

    @Test
    void aHistoryOfAReplicaThatStillHasTheRunThatWasThereBeforeIsNotThatOfTheNewOne() throws Exception {
        SimulatedRun old = wandb.run("team/vision/r1").created(Instant.parse("2026-01-02T03:04:05Z"));
        old.logs(0, 3);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        afterPolls(3);

        wandb.simulator().faults().add(Fault.status(200, """
                        {"data":{"project":{"run":{"createdAt":"2026-01-02T03:04:05Z","history":[
                          "{\\"_step\\":0,\\"_timestamp\\":1,\\"old\\":1}","{\\"_step\\":1,\\"_timestamp\\":2,\\"old\\":1}"]}}}}""").on("RunHistory").times(1));
        old.delete();
        wandb.run("team/vision/r1").logs(0, 5);

        eventuallyAsTimePasses(() -> assertThat(received.count()).isEqualTo(8));
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        assertThat(received.all()).extracting(Received.Arrived::text).noneMatch(text -> text.contains("old"));
    }

    @Test
    void rowsOfAReplicaThatStillHasTheRunThatWasThereBeforeAreNotLookedAt() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 1);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        afterPolls(3);

        wandb.simulator().faults().add(Fault.status(200, """
                        {"data":{"project":{"run":{"createdAt":"2020-01-02T03:04:05Z","history":[]}}}}""").on("RunHistory"));
        run.finished();
        timePasses();
        wandb.simulator().faults().clear();
        run.running().logs(1, 3);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        assertThat(events).isEmpty();
    }
}
